// The kinds of field that records are made of: what each accepts, and what it says when it does not.
import { z } from 'zod'
import { parseCalendar } from '../calendar'
import { compilePattern } from '../patterns'
import { formatInstant, isLocalDate, isTimeZone, parseInstant } from '../time'

// LIMIT: a PostgreSQL btree entry holds 2,704 bytes; a key has at most a source and four fields.
const KEY_BYTES = 512

export const Text = z.string().superRefine((text, ctx) => {
  if (text.includes('\u0000')) ctx.addIssue('contains a NUL character')
  else if (!text.isWellFormed()) ctx.addIssue('is not well-formed Unicode')
})
export const Line = Text.min(1, 'is empty')
export const Name = Line.refine((text) => Buffer.byteLength(text) <= KEY_BYTES, `is longer than ${KEY_BYTES} bytes`)
/** An identifier; vendors also send them as numbers. */
export const Id = z.union([Name, z.number().int().safe().transform(String)], {
  error: 'must be a text or a whole number',
})
export const Sha = Name.refine((text) => !/\s/.test(text), 'contains white space')
export const Count = z.number().int().min(0).max(2_147_483_647)
export const Num = z.number().int().min(1).max(2_147_483_647)
export const Instant = z.string({ error: 'must be a time such as 2026-03-01T09:00:00Z' }).transform((text, ctx) => {
  const at = parseInstant(text)
  if (at !== null) return formatInstant(at)
  ctx.addIssue('is not an RFC 3339 time with an offset, such as 2026-03-01T09:00:00Z')
  return z.NEVER
})
export const LocalDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a date such as 2026-03-01')
  .refine(isLocalDate, 'is not a date that exists')
export const TimeZone = z.string().refine(isTimeZone, 'is not a time zone name such as Europe/Berlin')
export const Pattern = Text.superRefine((text, ctx) => {
  const pattern = compilePattern(text)
  if (!pattern.ok) ctx.addIssue(`is not a usable pattern: ${pattern.reason}`)
})
export const CalendarField = z.unknown().transform((input, ctx) => {
  const parsed = parseCalendar(input)
  if (parsed.ok) return parsed.calendar
  ctx.addIssue(parsed.reason)
  return z.NEVER
})
