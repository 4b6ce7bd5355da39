// Asks GitLab's REST API: lists page by page, details a few at a time, rows that are not as described set aside.
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import { parseInstant } from '../../time'
import { Client } from '../client'
import type { OpenContext, Rejected } from '../contract'
import type { Config } from './config'

export type Query = Record<string, string | number | boolean | undefined>

/** What GitLab says of an instant; kept as it is written, for it is compared and sent back. */
export const Instant = z.string().refine((text) => parseInstant(text) !== null, 'is not a time')
export const Person = z.object({ username: z.string(), name: z.string().optional() })
export type Person = z.infer<typeof Person>

export const PER_PAGE = 100

export class Gitlab {
  readonly client: Client

  constructor({ config, ...context }: OpenContext<Config>) {
    const headers = { 'PRIVATE-TOKEN': config.token }
    this.client = new Client({ ...context, config }, { baseUrl: config.baseUrl, headers })
  }

  async get(path: string, query: Query = {}): Promise<unknown> {
    return (await this.ask(path, query)).body
  }

  async list(path: string, query: Query = {}): Promise<unknown[]> {
    return rowsOf((await this.ask(path, query)).body, path)
  }

  /** Every page of a list, by GitLab's own word on the next one: a page number, or a key where the list has keys. */
  async *pages(path: string, query: Query = {}): AsyncGenerator<unknown[]> {
    let asked: Query | undefined = { per_page: PER_PAGE, ...query }
    while (asked) {
      const { body, headers } = await this.ask(path, asked)
      yield rowsOf(body, path)
      asked = nextQuery(headers)
    }
  }

  async all(path: string, query: Query = {}): Promise<unknown[]> {
    const rows: unknown[] = []
    for await (const page of this.pages(path, query)) rows.push(...page)
    return rows
  }

  /** Of how many a list is, where GitLab says so. LIMIT: it does not beyond 10,000. */
  async count(path: string, query: Query = {}): Promise<number | undefined> {
    const { headers } = await this.ask(path, { ...query, per_page: 1 })
    const total = headers.get('x-total')
    return total === null ? undefined : Number(total)
  }

  private async ask(path: string, query: Query) {
    try {
      return await this.client.get(path, query)
    } catch (error) {
      if (!(error instanceof StreamgaugeError) || error.kind !== 'auth') throw error
      const scope = /insufficient_scope|insufficient scope|higher privileges/i.test(error.message)
      const hint = scope
        ? 'The token needs the scope read_api (and read_repository for the commits).'
        : `${error.hint} It needs the scope read_api, and its owner the role Reporter.`
      throw new StreamgaugeError('auth', error.message, { cause: error, hint })
    }
  }
}

function rowsOf(body: unknown, path: string): unknown[] {
  if (Array.isArray(body)) return body
  throw new StreamgaugeError('unexpected', `GitLab's answer for ${path} is no list.`)
}

/** NOTE: the link's query alone. Behind a proxy its host and path are often not those that were asked. */
function nextQuery(headers: Headers): Query | undefined {
  const link = /<([^>]*)>;\s*rel="?next"?/.exec(headers.get('link') ?? '')?.[1]
  if (!link || !URL.canParse(link)) return undefined
  return Object.fromEntries(new URL(link).searchParams)
}

/** Parsed rows; one that is not as described is set aside under its place and field. */
export function parseRows<Row>(schema: z.ZodType<Row>, rows: unknown[], what: string) {
  const parsed: Row[] = []
  const rejected: Rejected[] = []
  for (const row of rows) {
    const result = schema.safeParse(row)
    if (result.success) parsed.push(result.data)
    else rejected.push(reject(row, what, result.error))
  }
  return { parsed, rejected }
}

function reject(row: unknown, what: string, error: z.ZodError): Rejected {
  const { id, iid } = (row ?? {}) as { id?: unknown; iid?: unknown }
  const issue = error.issues[0]
  const path = issue?.path.map(String).join('.') ?? ''
  return { position: `${what} ${iid ?? id ?? '?'}`, path, reason: issue?.message ?? 'is not as described' }
}

/** GitLab's bots have names like group_7_bot_0b1c and project_12_bot. */
export function authorOf({ username }: Person): string {
  return /^(project|group)_\d+_bot(_|\d|$)/.test(username) ? `${username}[bot]` : username
}
