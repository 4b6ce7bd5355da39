// Pages of a GraphQL connection: asked for smaller when GitHub could not make one in time, its rows looked at one by one.
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import type { Rejected } from '../contract'
import { isPassing } from '../http'
import type { GraphAnswer } from './client'
import { errorOfGraph, type GraphError, unexpected } from './refusal'

export const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() })
export type PageInfo = z.infer<typeof PageInfo>
export const Connection = z.object({ pageInfo: PageInfo, nodes: z.array(z.unknown()) })
export type Connection = z.infer<typeof Connection>

const GROWS_AFTER = 4

/** LIMIT: GitHub gives up a query after 10 s with 502 or 504; what it can make in that time depends on the rows. */
export class PageSize {
  #size: number
  #well = 0
  constructor(private readonly most: number) {
    this.#size = most
  }

  async ask(send: (size: number, tries: number | undefined) => Promise<GraphAnswer>): Promise<GraphAnswer> {
    for (;;) {
      try {
        const answer = await send(this.#size, this.#size > 1 ? 1 : undefined)
        if (this.#size > 1 && answer.errors.some(isTooMuch)) throw tooMuch()
        this.#well += 1
        if (this.#well % GROWS_AFTER === 0) this.#size = Math.min(this.most, this.#size * 2)
        return answer
      } catch (error) {
        if (!isPassing(error) || this.#size === 1) throw error
        this.#size = Math.max(1, Math.floor(this.#size / 4))
        this.#well = 0
      }
    }
  }
}

/** Asks for many things by their names at once, for each half by itself where that is too much for GitHub. */
export async function askInParts<Row>(
  rows: readonly Row[],
  send: (part: readonly Row[], tries: number | undefined) => Promise<GraphAnswer>,
): Promise<{ part: readonly Row[]; answer: GraphAnswer }[]> {
  const isOne = rows.length <= 1
  try {
    const answer = await send(rows, isOne ? undefined : 1)
    if (isOne || !answer.errors.some(isTooMuch)) return [{ part: rows, answer }]
  } catch (error) {
    if (isOne || !isPassing(error)) throw error
  }
  const middle = Math.ceil(rows.length / 2)
  const first = await askInParts(rows.slice(0, middle), send)
  return [...first, ...(await askInParts(rows.slice(middle), send))]
}

/** LIMIT: a query that takes too much of GitHub is answered in part. */
function isTooMuch({ type }: GraphError): boolean {
  return type === 'RESOURCE_LIMITS_EXCEEDED'
}

function tooMuch(): StreamgaugeError {
  return new StreamgaugeError('unavailable', 'GitHub answered a query in part, because it asks for too much.')
}

/** The part of an answer that a schema describes; throws what GitHub said in its place. */
export function readAnswer<T>({ data, errors }: GraphAnswer, schema: z.ZodType<T>, what: string): T {
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  if (errors[0]) throw errorOfGraph(errors[0], what)
  throw unexpected(parsed.error, what)
}

/** Rows as their schema reads them; the others rejected. */
export function readRows<T>(rows: readonly unknown[], schema: z.ZodType<T>, position: (row: unknown) => string) {
  const read: T[] = []
  const rejected: Rejected[] = []
  for (const row of rows) {
    if (row === null) {
      // A connection has no holes, unless an error has made one.
      rejected.push({ position: position(row), path: '', reason: 'GitHub could not answer for it' })
      continue
    }
    const parsed = schema.safeParse(row)
    if (parsed.success) read.push(parsed.data)
    else rejected.push(rejectionOf(parsed.error, position(row)))
  }
  return { read, rejected }
}

function rejectionOf(error: z.ZodError, position: string): Rejected {
  const [issue] = error.issues
  return { position, path: issue?.path.join('.') ?? '', reason: issue?.message ?? 'is not as described' }
}

/** For a rejected row, by the field that names it. */
export function positionBy(what: string, field: string) {
  return (row: unknown): string => `${what} ${String((row as Record<string, unknown> | null)?.[field] ?? '?')}`
}
