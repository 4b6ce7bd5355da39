// What a hand-worked story says: the records, the question, and the part of the answer that was worked out on paper.
import type { SourceRecord } from '../../records/record'
import type { Question } from '../naive/picture'
import type { NaiveAnswer } from '../naive/report'
import { at, type Story } from '../scenario'

type Partially<T> = T extends (infer Item)[]
  ? Partially<Item>[]
  : T extends object
    ? { [K in keyof T]?: Partially<T[K]> }
    : T
/** Objects may leave fields out; lists are complete and in order. */
export type Expected = Partially<NaiveAnswer>
export type Scenario = { name: string; records: SourceRecord[]; question: Question; expected: Expected }

export const MINUTE = 60
export const HOUR = 3600
export const DAY = 86_400

/** A story asked about its own service in the week from Monday on, two weeks after that Monday. */
export function scenario(name: string, told: Story, expected: Expected, question: Partial<Question> = {}): Scenario {
  const week = { from: at('Mon 00:00'), to: at('Mon+1w 00:00'), now: at('Mon+2w 00:00') }
  return { name, records: told.records(), question: { service: told.service, ...week, ...question }, expected }
}
