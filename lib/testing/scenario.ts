// Stories in words: who committed, merged, deployed and broke what, in a week that starts on Monday 2026-03-02 (UTC).
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { parseRecord, type RecordInput, type SourceRecord } from '../records/record'
import type * as schema from '../records/schema'

const MONDAY = Date.UTC(2026, 2, 2)
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The instant of "Mon 09:00", "Tue+1w 10:30" or "Fri-1w 08:00:05", in epoch milliseconds. */
export function at(when: string): number {
  const parts = /^(\w{3})(?:([+-]\d+)w)? (\d{2}):(\d{2})(?::(\d{2}))?$/.exec(when)
  const day = DAYS.indexOf(parts?.[1] ?? '')
  if (!parts || day < 0) throw new Error(`not a moment of the story: ${when}`)
  const [weeks, hours, minutes, seconds] = [parts[2], parts[3], parts[4], parts[5]].map((part) => Number(part ?? 0))
  const days = day + 7 * (weeks ?? 0)
  return MONDAY + ((days * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1000
}

/** The same moment as records and answers write it. */
export function instant(when: string): string {
  return new Date(at(when)).toISOString().replace('.000Z', 'Z')
}

/** A commit's name in a story as a real sha. */
export function sha(name: string): string {
  return createHash('sha1').update(name).digest('hex')
}

/** A person in stored form; names that contain `[bot]` are bots. */
export function person(name: string): schema.StoredPerson {
  const hash = createHash('sha256').update(name).digest('base64url').slice(0, 22)
  return { hash, bot: name.includes('[bot]') }
}

/** One valid record; throws what is wrong with it. */
export function record(input: RecordInput): SourceRecord {
  const parsed = parseRecord(input)
  if (!parsed.ok) throw new Error(`${input.type}: ${parsed.field} ${parsed.reason}`)
  return parsed.record as SourceRecord // sound: stories remove nothing
}

type Input<T extends RecordInput['type']> = Partial<Extract<RecordInput, { type: T }>>
type Reference = z.input<typeof schema.Reference>
type CommitOptions = {
  parents?: string[]
  authored?: string
  by?: string
  body?: string
  paths?: string[]
  pullRequest?: number
}
type PullOptions = {
  opened: string
  ready?: string
  merged?: string
  closed?: string
  /** The merge or squash commit by its name. */
  landing?: string
  /** The branch's own commits by name, with the time each was authored. */
  commits?: Record<string, string>
  by?: string
  branch?: string
  base?: string
  labels?: string[]
  title?: string
  url?: string
}
type DeployOptions = Input<'deployment'> & { started?: string }
type IncidentOptions = {
  resolved?: string
  deployment?: string
  sha?: string
  pullRequest?: number
  fixedBy?: Reference
  service?: string | null
  repository?: string
  title?: string
  labels?: string[]
  severity?: string
}
type RunOptions = Input<'pipeline_run'> & { started?: string; finished?: string }
type JobOptions = Input<'job'> & { started?: string; finished?: string }
type Word = { deployment?: string; incident?: string; reason?: string }

function when(time: string | undefined): string | undefined {
  return time === undefined ? undefined : instant(time)
}

export class Story {
  readonly service: string
  readonly repository: string
  private readonly inputs: RecordInput[] = []
  private readonly told = new Map<string, RecordInput>()
  private tip: string | null = null
  private count = 0

  constructor(service: string, settings: Input<'service'>, repository: Input<'repository'>) {
    this.service = service
    this.repository = settings.repository ?? `acme/${service}`
    this.add({ type: 'repository', name: this.repository, ...repository })
    this.add({ type: 'service', name: service, ...settings, repository: this.repository })
  }

  /** Any record, as it is. */
  add(input: RecordInput): this {
    this.inputs.push(input)
    return this
  }

  /** Another service of the same repository. */
  alsoService(name: string, settings: Input<'service'> = {}): this {
    return this.add({ type: 'service', name, ...settings, repository: this.repository })
  }

  /** A commit on top of the last one, unless `parents` says otherwise. */
  commit(name: string, time: string, options: CommitOptions = {}): this {
    const parents = options.parents ?? (this.tip === null ? [] : [this.tip])
    this.tip = name
    return this.add({
      type: 'commit',
      repository: this.repository,
      sha: sha(name),
      parents: parents.map(sha),
      authoredAt: instant(options.authored ?? time),
      committedAt: instant(time),
      author: options.by === undefined ? undefined : person(options.by),
      body: options.body,
      paths: options.paths,
      pullRequest: options.pullRequest,
    })
  }

  pullRequest(number: number, options: PullOptions): this {
    const { commits, landing, by } = options
    return this.add({
      type: 'pull_request',
      repository: this.repository,
      number,
      title: options.title ?? `Change ${number}`,
      author: by === undefined ? undefined : person(by),
      baseBranch: options.base ?? 'main',
      headBranch: options.branch ?? `topic-${number}`,
      createdAt: instant(options.opened),
      readyAt: when(options.ready),
      mergedAt: when(options.merged),
      closedAt: when(options.closed),
      mergeCommitSha: landing === undefined ? undefined : sha(landing),
      commits:
        commits && Object.entries(commits).map(([name, time]) => ({ sha: sha(name), authoredAt: instant(time) })),
      labels: options.labels,
      url: options.url,
    })
  }

  reviewed(pullRequest: number, time: string, state: schema.Review['state'], by: string): this {
    this.count += 1
    const { repository } = this
    const id = `review-${this.count}`
    return this.add({
      type: 'review',
      repository,
      pullRequest,
      id,
      author: person(by),
      state,
      submittedAt: instant(time),
    })
  }

  ran(id: string, commit: string, pipeline: string, queued: string, options: RunOptions = {}): this {
    const { started, finished, ...fields } = options
    return this.add({
      type: 'pipeline_run',
      repository: this.repository,
      id,
      pipeline,
      sha: sha(commit),
      queuedAt: instant(queued),
      startedAt: instant(started ?? queued),
      finishedAt: when(finished),
      status: finished === undefined ? 'running' : 'success',
      ...fields,
    })
  }

  job(run: string, id: string, name: string, options: JobOptions = {}): this {
    const { started, finished, ...fields } = options
    return this.add({
      type: 'job',
      repository: this.repository,
      run,
      id,
      name,
      startedAt: when(started),
      finishedAt: when(finished),
      status: 'success',
      ...fields,
    })
  }

  tagged(name: string, commit: string, time: string, options: Input<'tag'> = {}): this {
    return this.add({
      type: 'tag',
      repository: this.repository,
      name,
      sha: sha(commit),
      createdAt: instant(time),
      ...options,
    })
  }

  /** A successful production deployment named d1, d2, … unless `id` says otherwise; without `started` it took no time. */
  deployed(commit: string, finished: string, options: DeployOptions = {}): this {
    const { started, ...fields } = options
    return this.add({
      type: 'deployment',
      id: this.nextDeployment(),
      ...(fields.repository === undefined ? { service: this.service } : {}),
      environment: 'production',
      sha: sha(commit),
      startedAt: instant(started ?? finished),
      finishedAt: instant(finished),
      status: 'success',
      ...fields,
    })
  }

  /** A deployment that never reached production. */
  failed(commit: string, finished: string, options: DeployOptions = {}): this {
    return this.deployed(commit, finished, { status: 'failure', ...options })
  }

  private nextDeployment(): string {
    return `d${this.inputs.filter((input) => input.type === 'deployment').length + 1}`
  }

  /** An incident of the service; `service: null` leaves the service out. */
  incident(id: string, started: string, options: IncidentOptions = {}): this {
    const { deployment, pullRequest } = options
    const caused = { deployment, pullRequest, sha: options.sha === undefined ? undefined : sha(options.sha) }
    const input: RecordInput = {
      type: 'incident',
      id,
      service: options.service === null ? undefined : (options.service ?? this.service),
      repository: options.repository,
      title: options.title ?? `Incident ${id}`,
      startedAt: instant(started),
      resolvedAt: when(options.resolved),
      causedBy: Object.values(caused).some((value) => value !== undefined) ? caused : undefined,
      fixedBy: options.fixedBy,
      labels: options.labels,
      severity: options.severity,
    }
    this.told.set(id, input)
    return this.add(input)
  }

  /** The end of an incident that was told before. */
  restored(id: string, time: string): this {
    const input = this.told.get(id)
    if (input?.type !== 'incident') throw new Error(`no incident ${id}`)
    input.resolvedAt = instant(time)
    return this
  }

  /** A person's word on a failure or a link. */
  says(word: schema.Correction['says'], time: string, about: Word): this {
    this.count += 1
    return this.add({ type: 'correction', id: `word-${this.count}`, says: word, at: instant(time), ...about })
  }

  records(): SourceRecord[] {
    return this.inputs.map(record)
  }
}

/** A new story about one service in the repository `acme/<service>`. */
export function story(service: string, settings: Input<'service'> = {}, repository: Input<'repository'> = {}): Story {
  return new Story(service, settings, repository)
}
