// A small organisation as NDJSON: some months of work up to today, the same every day, with every outcome that a page can show.
import { createHash } from 'node:crypto'
import {
  annotationLines,
  HOSTILE_NAMES,
  hostileLines,
  idleLines,
  instant,
  type Line,
  sha,
  TITLES,
  taggedLines,
} from './oddities'
import { pipelineLines } from './pipeline-lines'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Numbers between 0 and 1 that look random and repeat. */
function dice(seed: string): () => number {
  let count = 0
  return () => {
    count += 1
    return createHash('sha1').update(`${seed} ${count}`).digest().readUInt32BE(0) / 2 ** 32
  }
}

type Pace = {
  name: string
  team?: string
  /** Days between deployments. */
  every: number
  /** Hours that a change takes to write, to be reviewed, and to wait for its deployment at least. */
  coding: number
  review: number
  failures: number
  weeks: number
  timeZone?: string
}

const PACES: Pace[] = [
  {
    name: 'shop',
    team: 'Storefront',
    every: 1.7,
    coding: 5,
    review: 6,
    failures: 0.08,
    weeks: 26,
    timeZone: 'Europe/Berlin',
  },
  {
    name: 'checkout',
    team: 'Storefront',
    every: 4,
    coding: 14,
    review: 30,
    failures: 0.3,
    weeks: 26,
    timeZone: 'Europe/Berlin',
  },
  { name: 'search', team: 'Storefront', every: 0.6, coding: 3, review: 2, failures: 0.04, weeks: 26 },
  {
    name: 'ledger',
    team: 'Platform',
    every: 9,
    coding: 30,
    review: 60,
    failures: 0.15,
    weeks: 26,
    timeZone: 'America/New_York',
  },
  { name: 'identity', team: 'Platform', every: 2.5, coding: 8, review: 9, failures: 0, weeks: 26 },
  { name: 'newcomer', every: 3, coding: 6, review: 5, failures: 0, weeks: 3 },
]

/** Everything that one service did until `now`. */
function serviceLines({ name, team, every, coding, review, failures, weeks, timeZone }: Pace, now: number): Line[] {
  const repository = `acme/${name}`
  const roll = dice(name)
  const url = (path: string) => `https://git.example/${repository}/${path}`
  const lines: Line[] = [
    { type: 'repository', name: repository, defaultBranch: 'main', url: url('') },
    { type: 'service', name, repository, team, timeZone },
  ]
  let tip = sha(`${name} root`)
  let number = 0
  let run = 0
  lines.push({
    type: 'commit',
    repository,
    sha: tip,
    parents: [],
    authoredAt: instant(now - (weeks * 7 + 3) * DAY),
    committedAt: instant(now - (weeks * 7 + 3) * DAY),
    subject: 'Begin',
  })
  let failed: { id: string; at: number } | null = null

  const merge = (at: number, hotfix: boolean) => {
    number += 1
    const started = at - (coding * (0.3 + 2 * roll()) + review * (0.2 + 3 * roll())) * HOUR
    const opened = started + coding * (0.3 + roll()) * HOUR * 0.6
    const first = opened + (at - opened) * 0.45
    const landing = sha(`${name} merge ${number}`)
    const own = sha(`${name} own ${number}`)
    // Every fifth is sent back by its reviewer, and answered.
    const back = number % 5 === 0
    const answer = { sha: sha(`${name} answer ${number}`), authoredAt: instant(first + (at - first) * 0.2) }
    lines.push(
      {
        type: 'commit',
        repository,
        sha: landing,
        parents: [tip],
        authoredAt: instant(at),
        committedAt: instant(at),
        subject: `Change ${number}`,
      },
      {
        type: 'pull_request',
        repository,
        number,
        title: TITLES[number % TITLES.length],
        author: number % 11 === 0 ? 'renovate[bot]' : 'ann',
        baseBranch: 'main',
        headBranch: hotfix ? `hotfix/${number}` : `topic-${number}`,
        createdAt: instant(opened),
        mergedAt: instant(at),
        mergeCommitSha: landing,
        commits: [{ sha: own, authoredAt: instant(started) }, ...(back ? [answer] : [])],
        labels: hotfix ? ['hotfix'] : [],
        url: url(`pull/${number}`),
      },
      {
        type: 'review',
        repository,
        pullRequest: number,
        id: `r${number}a`,
        author: 'ben',
        state: back ? 'changes_requested' : 'commented',
        submittedAt: instant(first),
      },
      {
        type: 'review',
        repository,
        pullRequest: number,
        id: `r${number}b`,
        author: 'ben',
        state: 'approved',
        submittedAt: instant(first + (at - first) * 0.4),
      },
    )
    run += 1
    lines.push({
      type: 'pipeline_run',
      repository,
      id: String(run),
      pipeline: 'Build',
      branch: 'main',
      sha: landing,
      queuedAt: instant(at + 60_000),
      startedAt: instant(at + 240_000),
      finishedAt: instant(at + 1_200_000),
      status: 'success',
    })
    tip = landing
  }

  let count = 0
  for (let at = now - weeks * 7 * DAY; at < now - 2 * HOUR; at += every * DAY * (0.5 + roll())) {
    count += 1
    const id = `${name}-${count}`
    const repairs = failed !== null
    const changes = repairs ? 1 : 1 + Math.floor(roll() * 3)
    for (let change = 0; change < changes; change += 1) merge(at - (1 + change * 4 + roll() * 12) * HOUR, repairs)
    const finished = at + 8 * 60_000
    lines.push({
      type: 'deployment',
      id,
      service: name,
      environment: 'production',
      sha: tip,
      startedAt: instant(at),
      finishedAt: instant(finished),
      status: 'success',
      url: url(`deployments/${id}`),
    })
    if (roll() < 0.06) {
      lines.push({
        type: 'deployment',
        id: `${id}-failed`,
        service: name,
        environment: 'production',
        sha: tip,
        startedAt: instant(at - HOUR),
        finishedAt: instant(at - HOUR / 2),
        status: 'failure',
      })
    }
    failed = null
    if (roll() < failures) {
      failed = { id, at: finished }
      const began = finished + (0.2 + roll()) * HOUR
      const named = roll() < 0.5
      lines.push({
        type: 'incident',
        id: `INC-${name}-${count}`,
        service: name,
        title: 'Orders answer slowly',
        severity: roll() < 0.3 ? 'major' : 'minor',
        startedAt: instant(began),
        detectedAt: instant(began + 0.05 * HOUR),
        acknowledgedAt: instant(began + 0.15 * HOUR),
        resolvedAt: at > now - 3 * DAY ? undefined : instant(began + (0.3 + 3 * roll()) * HOUR),
        causedBy: named ? { deployment: id } : undefined,
        url: `https://status.example/${name}/${count}`,
      })
    }
  }
  for (let open = 0; open < 5; open += 1) {
    number += 1
    lines.push({
      type: 'pull_request',
      repository,
      number,
      title: TITLES[number % TITLES.length],
      author: 'cleo',
      baseBranch: 'main',
      headBranch: `open-${number}`,
      createdAt: instant(now - (open * 2.3 + 0.4) * DAY),
      commits: [{ sha: sha(`${name} open ${number}`), authoredAt: instant(now - (open * 2.3 + 0.9) * DAY) }],
      url: url(`pull/${number}`),
    })
  }
  lines.push({
    type: 'incident',
    id: `INC-${name}-unrelated`,
    service: name,
    title: 'The provider’s network was down',
    startedAt: instant(now - 40 * DAY - 3 * HOUR),
    resolvedAt: instant(now - 40 * DAY),
    causedBy: { deployment: 'nobody-knows' },
    url: 'javascript:alert(1)',
  })
  lines.push({
    type: 'deployment',
    id: `${name}-strange`,
    service: name,
    environment: 'production',
    sha: sha(`${name} elsewhere`),
    startedAt: instant(now - 20 * DAY),
    finishedAt: instant(now - 20 * DAY + HOUR),
    status: 'success',
  })
  return lines
}

/** The whole organisation, one record a line. */
export function organisation(now: number): string {
  const lines = [
    { type: 'team', name: 'Storefront', iteration: { start: '2026-01-05', days: 14 } },
    ...PACES.flatMap((pace) => serviceLines(pace, now)),
    ...taggedLines(now),
    ...HOSTILE_NAMES.flatMap((name, at) => hostileLines(name, at, now)),
    ...idleLines(),
    ...pipelineLines(now),
    ...annotationLines(now),
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
