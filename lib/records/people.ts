// Owns what becomes of people: their names leave here as keyed hashes, and free text without addresses.
import { createHmac } from 'node:crypto'
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

function keyedHash(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url')
}

function normalized(name: string): string {
  return name.trim().toLowerCase()
}

const FREE_TEXT = [
  ...['subject', 'title', 'text', 'reason', 'kind', 'ref', 'branch', 'baseBranch', 'headBranch', 'defaultBranch'],
  ...['pipeline', 'event', 'runner', 'severity', 'url'],
]
const FREE_TEXTS = ['labels', 'needs']
/** Where an author's own name is prose; in addresses and in branches that rules compare it stays. */
const PROSE = new Set(['subject', 'title', 'text', 'reason', 'headBranch'])

/** The record without any person's name or address; what is already protected does not change. */
export function protect<Kept extends SourceRecord | Removal>(record: Kept, people: People): Kept {
  const fields: Record<string, unknown> = { ...record }
  const author = fields.author as string | StoredPerson | undefined // sound: the schema's Person
  if (author !== undefined) fields.author = protectPerson(author, people)
  if (typeof fields.body === 'string') {
    const lines = revertLines(fields.body)
    if (lines) fields.body = lines
    else delete fields.body
  }
  const mask = masker(typeof author === 'string' ? author : null)
  for (const field of FREE_TEXT) {
    const text = fields[field]
    if (typeof text === 'string') fields[field] = PROSE.has(field) ? mask(text) : maskText(text)
  }
  for (const field of FREE_TEXTS) {
    const texts = fields[field]
    if (Array.isArray(texts)) fields[field] = texts.map((text) => mask(String(text)))
  }
  // A job is named like a pipeline; the other names are identities.
  if (record.type === 'job' && typeof fields.name === 'string') fields.name = maskText(fields.name)
  return fields as Kept
}

const SHORTEST_NAME = 3

/** Masks addresses, and the record's own author where the text says the same name, login or @mention as a word of its own. */
function masker(author: string | null): (text: string) => string {
  const name = author?.trim().toLowerCase() ?? ''
  if (name.length < SHORTEST_NAME || name.includes('@')) return maskText
  return (text) => {
    const masked = maskText(text)
    const lower = masked.toLowerCase()
    // Lengths may differ after lower-casing; then positions do not carry over and the text is left to the other masks.
    if (lower.length !== masked.length || !lower.includes(name)) return masked
    let result = ''
    let done = 0
    for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
      const end = at + name.length
      if (at < done || isWordPart(lower[at - 1]) || isWordPart(lower[end])) continue
      result += `${masked.slice(done, at)}…`
      done = end
    }
    return result + masked.slice(done)
  }
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}

/** The lines that say which commit is reverted, in their plain form; '' if there are none. */
export function revertLines(body: string): string {
  const found = body.matchAll(/\bThis reverts commit\s+([0-9a-f]{7,64})\b/gi)
  return Array.from(found, (match) => `This reverts commit ${(match[1] ?? '').toLowerCase()}.`).join('\n')
}

// GitHub names the branch of a fork by its owner.
const MERGE_SUBJECT = /^(Merge pull request #\d+ from )([^\s/]+)\//

// Git names the remote of a pull: "Merge branch 'main' of github.com:owner/name".
const MERGE_REMOTE = /^(Merge (?:remote-tracking )?branch(?:es)? .{1,200} of (?:\w+:\/\/)?[\w.-]{1,253}[:/])([^\s/]+)\//

/** The text with `…` where addresses and GitHub's merge subjects name a person. */
export function maskText(text: string): string {
  return maskAddresses(text).replace(MERGE_SUBJECT, '$1…/').replace(MERGE_REMOTE, '$1…/')
}

const DOMAIN = /(?:[\p{L}\p{N}_-]{1,63}\.){1,16}\p{L}[\p{L}\p{N}-]{1,62}|localhost/uy
const LOCAL_PART_ENDS = /[\s@<>()[\],;:"]/

// NOTE: by hand from each @, because a regular expression for the local part is quadratic on long lines.
function maskAddresses(text: string): string {
  let masked = ''
  let done = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    DOMAIN.lastIndex = at + 1
    if (!DOMAIN.test(text)) continue
    const end = DOMAIN.lastIndex
    let start = at
    if (text[at - 1] === '"') start = Math.max(done, text.lastIndexOf('"', at - 2))
    else while (start > done && !LOCAL_PART_ENDS.test(text[start - 1] ?? '')) start -= 1
    if (start === at) continue
    masked += `${text.slice(done, start)}…@…`
    done = end
    at = end - 1
  }
  return masked + text.slice(done)
}
