// A quick reading of plain records, made from their schemas: it accepts only what the schema accepts as it is, and leaves all else to it.
import type { z } from 'zod'
import { Count, Id, Instant, Line, Name, Num, Sha, Text } from './fields'
import type { SourceRecord } from './record'

/** Not for certain valid, or another value than was given: the schema decides. */
const UNSURE = Symbol('unsure')
type Read = (value: unknown) => unknown
type Field = { name: string; read: Read /** UNSURE: it is required. */; absent: unknown }

function readText(value: unknown): unknown {
  return typeof value === 'string' && !value.includes('\u0000') && value.isWellFormed() ? value : UNSURE
}

function readLine(value: unknown): unknown {
  return value === '' ? UNSURE : readText(value)
}

// Three bytes a character at most; see Name.
const SURELY_SHORT = 170

function readName(value: unknown): unknown {
  return typeof value === 'string' && value.length <= SURELY_SHORT ? readLine(value) : UNSURE
}

function readSha(value: unknown): unknown {
  return typeof value === 'string' && /^[0-9a-zA-Z]{1,128}$/.test(value) ? value : UNSURE
}

function readWhole(least: number): Read {
  return (value) =>
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= least &&
    value <= 2_147_483_647 &&
    !Object.is(value, -0)
      ? value
      : UNSURE
}

const CANONICAL = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/

function readInstant(value: unknown): unknown {
  return typeof value === 'string' && value.length === 20 && CANONICAL.test(value) ? value : UNSURE
}

const KNOWN = new Map<unknown, Read>([
  [Text, readText],
  [Line, readLine],
  [Name, readName],
  [Id, readName],
  [Sha, readSha],
  [Count, readWhole(0)],
  [Num, readWhole(1)],
  [Instant, readInstant],
])

/** Asks the schema of this field alone. */
function bySchema(schema: z.ZodType): Read {
  return (value) => {
    const parsed = schema.safeParse(value)
    return parsed.success ? parsed.data : UNSURE
  }
}

function listOf(read: Read): Read {
  return (value) => {
    if (!Array.isArray(value)) return UNSURE
    const list: unknown[] = []
    for (const item of value) {
      const one = read(item)
      if (one === UNSURE) return UNSURE
      list.push(one)
    }
    return list
  }
}

type Def = {
  type: string
  checks?: z.core.$ZodCheck[]
  element?: z.ZodType
  entries?: object
  values?: unknown[]
  options?: z.ZodType[]
}

/** What reads most values of the schema; null: nothing but the schema does. */
function shortcut(schema: z.ZodType): Read | null {
  const known = KNOWN.get(schema)
  if (known) return known
  const { type, checks = [], element, entries, values, options } = schema.def as unknown as Def // sound: of the one or other kind
  const listed = values ?? (type === 'enum' && entries ? Object.values(entries) : null)
  if (listed) {
    const known = new Set<unknown>(listed)
    return (value) => (known.has(value) ? value : UNSURE)
  }
  if (type === 'boolean') return (value) => (typeof value === 'boolean' ? value : UNSURE)
  if (type === 'array' && element && checks.length === 0) return listOf(compile(element))
  if (type === 'object') return objectOf(schema as z.ZodObject)
  // Of a person's two forms the text.
  return type === 'union' && options?.includes(Line) ? readLine : null
}

function compile(schema: z.ZodType): Read {
  const read = shortcut(schema)
  const whole = bySchema(schema)
  if (!read) return whole
  return (value) => {
    const quick = read(value)
    return quick === UNSURE ? whole(value) : quick
  }
}

function fieldOf(name: string, schema: z.ZodType): Field {
  const { type, innerType, defaultValue } = schema.def as unknown as Def & {
    innerType?: z.ZodType
    defaultValue?: unknown
  }
  if (type === 'optional' && innerType) return { name, read: compile(innerType), absent: undefined }
  if (type === 'default' && innerType) return { name, read: compile(innerType), absent: defaultValue }
  return { name, read: compile(schema), absent: UNSURE }
}

function objectOf(schema: z.ZodObject, skipped: readonly string[] = []): Read {
  const named = Object.entries(schema.shape).filter(([name]) => !skipped.includes(name))
  const fields = named.map(([name, field]) => fieldOf(name, field as z.ZodType))
  const checks = (schema.def.checks ?? []) as z.core.$ZodCheck<unknown>[]
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNSURE
    const read: Record<string, unknown> = {}
    for (const field of fields) {
      const given = (value as Record<string, unknown>)[field.name]
      const one = given === undefined || given === null ? field.absent : field.read(given)
      if (one === UNSURE) return UNSURE
      if (one !== undefined) read[field.name] = one
    }
    for (const check of checks) {
      const payload = { value: read, issues: [] }
      check._zod.check(payload)
      if (payload.issues.length > 0) return UNSURE
    }
    return read
  }
}

// Rare, and more than a field says about the record.
const LEFT = ['unset', 'deleted']
const readers = new WeakMap<z.ZodObject, Read>()

/** The record as its schema reads it; null: only the schema can tell what it is or what is wrong with it. */
export function readQuickly(schema: z.ZodObject, value: object): SourceRecord | null {
  for (const name of LEFT) if ((value as Record<string, unknown>)[name] !== undefined) return null
  let read = readers.get(schema)
  if (!read) {
    read = objectOf(schema, LEFT)
    readers.set(schema, read)
  }
  const record = read(value)
  return record === UNSURE ? null : (record as SourceRecord) // sound: every field was read as its schema reads it
}
