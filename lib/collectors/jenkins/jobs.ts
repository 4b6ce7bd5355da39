// Which jobs a connection reads: its scopes, by full name, out of folders and multibranch projects.
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import { Client } from '../client'
import { defineScopes, type OpenContext, type Scope } from '../contract'
import { type Config, isSelected } from './config'

export type Job = Scope & {
  /** Below the address of Jenkins. */
  path: string
  /** What its runs are called: of a branch's job the multibranch project. */
  pipeline: string
  /** Of a branch's job. */
  branch?: string
  /** Written as a pipeline: it may have stages. */
  hasStages: boolean
  /** Null when it never ran, or every build is gone. */
  lastBuild: number | null
}

export type Session = {
  client: Client
  /** Whether the plugin that tells stages is there, as far as is known. */
  stages?: 'told' | 'missing'
}

const Listed = z.object({
  _class: z.string().default(''),
  name: z.string().min(1),
  lastBuild: z.object({ number: z.number().int() }).nullish(),
  jobs: z.array(z.unknown()).optional(),
})
type Listed = z.infer<typeof Listed>

// What one request lists of folders within folders; deeper ones are asked for.
const FIELDS = 'name,lastBuild[number]'
const TREE = `jobs[${FIELDS},jobs[${FIELDS},jobs[${FIELDS}]]]`
const DEPTH = 3

const Since = z.object({ jobs: z.number() })
type Since = z.infer<typeof Since>

export const jobs = defineScopes<Config, never, Since, Session, Job>({
  id: 'jobs',
  title: 'Jobs',
  resume: z.never(),
  since: Since,
  async *collect(context) {
    const { found } = await listJobs(context.session.client, context)
    yield { scopes: found, records: [], rejected: [], cursor: { since: { jobs: found.length } } }
  },
})

type Container = { names: string[]; isMultibranch: boolean }

/** Every job that the patterns select; one request for three levels of folders. */
export async function listJobs(client: Client, { config, note }: Pick<OpenContext<Config>, 'config' | 'note'>) {
  const selected = isSelected(config)
  const found: Job[] = []
  const waiting: Container[] = [{ names: [], isMultibranch: false }]
  let version: string | undefined
  const visit = (row: unknown, within: Container, depth: number) => {
    const parsed = Listed.safeParse(row)
    // LIMIT: an item without a name is one that the user may discover but not read.
    if (!parsed.success) return
    const here = { names: [...within.names, parsed.data.name], isMultibranch: isMultibranch(parsed.data._class) }
    if (!isContainer(parsed.data)) {
      const job = jobOf(parsed.data, within)
      if (selected(job.title)) found.push(job)
    } else if (parsed.data.jobs && depth < DEPTH) for (const inner of parsed.data.jobs) visit(inner, here, depth + 1)
    else waiting.push(here)
  }
  for (let container = waiting.shift(); container; container = waiting.shift()) {
    note(`listing jobs${container.names.length > 0 ? ` of ${container.names.join('/')}` : ''}`)
    const answer = await ask(client, `${pathOf(container.names)}api/json`, TREE)
    version ??= answer.headers.get('x-jenkins') ?? undefined
    const { jobs } = z.object({ jobs: z.array(z.unknown()).default([]) }).parse(answer.body)
    for (const row of jobs) visit(row, container, 1)
  }
  return { found, version }
}

/** Names what a user may lack: Jenkins refuses with a page of HTML. */
export async function ask(client: Client, path: string, tree?: string) {
  try {
    return await client.get(path, { tree })
  } catch (error) {
    if (!(error instanceof StreamgaugeError) || error.kind !== 'auth') throw error
    const hint = error.message.includes(' 403')
      ? 'The user needs the permissions Overall/Read and Job/Read.'
      : "The user or the API token is wrong: it is made in the user's security settings."
    throw new StreamgaugeError('auth', error.message, { cause: error, hint })
  }
}

const isContainer = ({ _class, jobs }: Listed) => jobs !== undefined || /Folder$|MultiBranchProject$/.test(_class)
const isMultibranch = (name: string) => /MultiBranchProject$/.test(name)

function jobOf({ _class, name, lastBuild }: Listed, within: Container): Job {
  const fullName = [...within.names, name].join('/')
  return {
    id: fullName,
    title: fullName,
    path: pathOf([...within.names, name]),
    pipeline: within.isMultibranch ? within.names.join('/') : fullName,
    branch: within.isMultibranch ? decoded(name) : undefined,
    hasStages: /WorkflowJob$/.test(_class),
    lastBuild: lastBuild?.number ?? null,
  }
}

/** NOTE: a branch's job has the branch's name with "/" as "%2F", which is encoded once more in an address. */
function pathOf(names: string[]): string {
  return names.map((name) => `job/${encodeURIComponent(name)}/`).join('')
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

export function openSession(context: OpenContext<Config>): Session {
  const { url, user, token } = context.config
  const login = Buffer.from(`${user}:${token}`).toString('base64')
  const client = new Client(context, { baseUrl: url, headers: { Authorization: `Basic ${login}` } })
  return { client }
}
