// Owns what becomes of people: their names leave here as keyed hashes, and free text without addresses.
import { keyedHash } from './keyed-hash'
import { KnownNames } from './known-names'
import { maskText } from './mask'
import type { Removal, SourceRecord } from './record'
import type { StoredPerson } from './schema'

/** The key of the hashes, and whom to take for a bot besides names with `[bot]` in them. */
export type People = { key: string; bots: readonly string[] }

// Far more than the people of one chunk; emptied when full, so that a long process stays small.
const REMEMBERED = 20_000
const remembered = new WeakMap<People, Map<string, StoredPerson>>()

/** A login, an e-mail or a name in stored form; one that is already stored passes as it is. */
export function protectPerson(person: string | StoredPerson, people: People): StoredPerson {
  if (typeof person !== 'string') return person
  let known = remembered.get(people)
  if (!known || known.size > REMEMBERED) {
    known = new Map()
    remembered.set(people, known)
  }
  let stored = known.get(person)
  if (!stored) {
    const name = normalized(person)
    const bot = name.includes('[bot]') || people.bots.some((listed) => normalized(listed) === name)
    stored = { hash: keyedHash(name, people.key), bot }
    known.set(person, stored)
  }
  return stored
}

/** Tells people keys apart without giving one away. */
export function fingerprint(key: string): string {
  // A space at the end never comes from a person: their names are trimmed.
  return keyedHash('fingerprint of the people key ', key)
}

function normalized(name: string): string {
  return name.trim().toLowerCase()
}

/** Prose, and names that no rule compares. */
const FREE_TEXT = ['subject', 'title', 'text', 'reason', 'headBranch', 'runner']
/** Rules compare these: one that is a single word stays as it is. */
const COMPARED = ['ref', 'branch', 'baseBranch', 'defaultBranch', 'pipeline', 'event', 'kind', 'severity']

/** All fields that `protect` masks, besides a job's name. */
export const MASKED: readonly string[] = [...FREE_TEXT, ...COMPARED, 'labels', 'needs', 'url']

/**
 * The record without the names and addresses of people. `known` recognises those whom others name, and learns this record's
 * author. Whom the record's repository, service or name says stays in its texts. What is already protected does not change.
 */
export function protect<Kept extends SourceRecord | Removal>(
  record: Kept,
  people: People,
  known = new KnownNames(people.key),
): Kept {
  const fields: Record<string, unknown> = { ...record }
  const author = fields.author as string | StoredPerson | undefined // sound: the schema's Person
  if (typeof author === 'string') known.learn(author)
  if (author !== undefined) fields.author = protectPerson(author, people)
  if (typeof fields.body === 'string') {
    const lines = revertLines(fields.body)
    if (lines) fields.body = lines
    else delete fields.body
  }
  // A job is named like a pipeline; the other names are identities.
  const isJob = record.type === 'job'
  const spared = isJob ? [fields.repository] : [fields.repository, fields.service, fields.name]
  for (const field of FREE_TEXT) {
    const text = fields[field]
    if (typeof text === 'string') fields[field] = known.mask(maskText(text), spared)
  }
  for (const field of COMPARED) {
    const text = fields[field]
    if (typeof text === 'string') fields[field] = maskCompared(text, known, spared)
  }
  if (Array.isArray(fields.labels)) {
    fields.labels = fields.labels.map((label) => known.mask(maskText(String(label)), spared))
  }
  if (Array.isArray(fields.needs)) fields.needs = fields.needs.map((name) => maskCompared(String(name), known, spared))
  if (isJob && typeof fields.name === 'string') fields.name = maskCompared(fields.name, known, spared)
  if (typeof fields.url === 'string') protectUrl(fields, record.type === 'repository' ? null : known, spared)
  return fields as Kept
}

const SINGLE_WORD = /^[\p{L}\p{N}]*$/u

function maskCompared(text: string, known: KnownNames, spared: readonly unknown[]): string {
  return SINGLE_WORD.test(text) ? text : known.mask(maskText(text), spared)
}

/** A masked link would lead nowhere, so one that names a person goes as a whole. */
function protectUrl(fields: Record<string, unknown>, known: KnownNames | null, spared: readonly unknown[]): void {
  const url = String(fields.url)
  const masked = maskText(url)
  if (masked === url && (known === null || known.mask(url, spared) === url)) return
  delete fields.url
  fields.unset = [...((fields.unset as string[] | undefined) ?? []), 'url'] // sound: the schema's
}

/** The lines that say which commit is reverted, in their plain form; '' if there are none. */
export function revertLines(body: string): string {
  const found = body.matchAll(/\bThis reverts commit\s+([0-9a-f]{7,64})\b/gi)
  return Array.from(found, (match) => `This reverts commit ${(match[1] ?? '').toLowerCase()}.`).join('\n')
}
