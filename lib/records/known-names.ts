// Owns the recognition of people's names in free text. What it remembers of a name are keyed hashes.
import { createSecretKey, type KeyObject } from 'node:crypto'
import { keyedHash } from './keyed-hash'
import { EVERYDAY, TECHNICAL } from './ordinary-words'

/** The keyed hash of a name, or (not `whole`) of the words that a longer name begins with. */
export type NameMark = { hash: string; whole: boolean }

// Far more than the words of one chunk's texts; emptied when full, so that a long process stays small.
const REMEMBERED = 50_000
const MOST_WORDS = 6
const LONGEST = 120
const WIDEST_GAP = 3
const SHORTEST = 3

type Mark = 'none' | 'beginning' | 'whole'

/**
 * The people whom one database has met. A name is looked for word by word: the hash of a word tells whether some name begins
 * with it, so that a text costs one look-up a word, and a hash only for a word that the process has not met.
 */
export class KnownNames {
  readonly #key: KeyObject | null
  readonly #marks = new Map<string, NameMark & { stored: boolean }>()
  readonly #met = new Set<string>()
  readonly #seen = new Map<string, Mark>()
  #forgot = false
  /** Whether someone became known after a text had been masked that may name them. */
  late = false

  constructor(key: string) {
    this.#key = key === '' ? null : createSecretKey(Buffer.from(key))
  }

  /** From now on this author is recognised. */
  learn(author: string): void {
    if (this.#met.has(author)) return
    if (this.#met.size >= REMEMBERED) this.#met.clear()
    this.#met.add(author)
    for (const part of author.toLowerCase().split(/[<>]/)) {
      const name = part.trim()
      const at = name.indexOf('@')
      if (at < 0) this.#learnName(name, false)
      else if (at > 0 && !name.includes('[bot]')) this.#learnName(mailbox(name.slice(0, at)), true)
    }
  }

  // A mailbox is nobody's name until it looks like a login; a plain word counts as one only before a slash.
  #learnName(name: string, isMailbox: boolean): void {
    const words = wordsOf(name).slice(0, MOST_WORDS)
    const [first, last] = [words[0], words.at(-1)]
    if (!first || !last) return
    const core = name.slice(first.start, last.end)
    const isShort = core.length < SHORTEST && !/[^\0-\x7f]/.test(core)
    if (isShort || core.length > LONGEST || isNumber(name, first.start, first.end)) return
    if (words.every(({ start, end }) => TECHNICAL.has(name.slice(start, end)))) return
    const isPlain = words.length === 1 && (EVERYDAY.has(core) || (isMailbox && !/\d/.test(core)))
    for (const { end } of words) this.#mark(name.slice(first.start, end), false)
    this.#mark(isPlain ? `${core}/` : core, true)
  }

  #mark(text: string, whole: boolean): void {
    const hash = this.#hash(text)
    const known = this.#marks.get(hash)
    if (known && (known.whole || !whole)) return
    this.#marks.set(hash, { hash, whole, stored: false })
    if (this.#seen.delete(text) || this.#forgot) this.late = true
  }

  /** What is stored of names, by this process or by others. */
  add(marks: readonly NameMark[]): void {
    for (const { hash, whole } of marks) {
      const known = this.#marks.get(hash)
      if (known && (known.whole || !whole)) {
        known.stored = known.whole === whole
        continue
      }
      this.#marks.set(hash, { hash, whole, stored: true })
      this.#forget()
    }
  }

  unstored(): NameMark[] {
    return [...this.#marks.values()].filter((mark) => !mark.stored)
  }

  /** The text with `…` for every known name in it, but for those that one of the `spared` says too. */
  mask(text: string, spared: readonly unknown[] = []): string {
    if (this.#marks.size === 0) return text
    let masked = ''
    let done = 0
    for (let start = nextWord(text, 0); start < text.length; ) {
      const end = endOfWord(text, start)
      // No name begins with a number, and texts are full of ever new ones.
      const nameEnd = isNumber(text, start, end) ? 0 : this.#nameEnd(text, start, end, spared)
      if (nameEnd > 0) {
        masked += `${text.slice(done, start)}…`
        done = nameEnd
      }
      start = nextWord(text, nameEnd || end)
    }
    return done === 0 ? text : masked + text.slice(done)
  }

  /** Where the longest known name that starts here ends; 0 if there is none. */
  #nameEnd(text: string, start: number, wordEnd: number, spared: readonly unknown[]): number {
    let found = 0
    let end = wordEnd
    for (let words = 1; end - start <= LONGEST; words += 1) {
      const name = text.slice(start, end).toLowerCase()
      const mark = this.#look(name)
      if (mark === 'none') break
      const isName = mark === 'whole' || (text[end] === '/' && this.#look(`${name}/`) === 'whole')
      if (isName && !spared.some((other) => typeof other === 'string' && says(other, name))) found = end
      const next = nextWord(text, end)
      if (words === MOST_WORDS || next === text.length || next - end > WIDEST_GAP) break
      end = endOfWord(text, next)
    }
    return found
  }

  #look(text: string): Mark {
    let mark = this.#seen.get(text)
    if (mark === undefined) {
      if (this.#seen.size >= REMEMBERED) this.#forget()
      const known = this.#marks.get(this.#hash(text))
      mark = known ? (known.whole ? 'whole' : 'beginning') : 'none'
      this.#seen.set(text, mark)
    }
    return mark
  }

  #forget(): void {
    this.#forgot ||= this.#seen.size > 0
    this.#seen.clear()
  }

  #hash(text: string): string {
    return this.#key === null ? '' : keyedHash(`name ${text}`, this.#key)
  }
}

/** Of a mail address what may be a login: GitHub writes `12345+login`, others `name+purpose`. */
function mailbox(local: string): string {
  const plus = local.indexOf('+')
  if (plus < 0) return local
  return /^\d+\+/.test(local) ? local.slice(plus + 1) : local.slice(0, plus)
}

function wordsOf(text: string): { start: number; end: number }[] {
  const words: { start: number; end: number }[] = []
  for (let start = nextWord(text, 0); start < text.length; ) {
    const end = endOfWord(text, start)
    words.push({ start, end })
    start = nextWord(text, end)
  }
  return words
}

/** Whether the name stands in the text as words of its own. */
function says(text: string, name: string): boolean {
  const lower = text.toLowerCase()
  for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
    if (!isWordPart(lower, at - 1) && !isWordPart(lower, at + name.length)) return true
  }
  return false
}

function nextWord(text: string, from: number): number {
  let at = from
  while (at < text.length && !isWordPart(text, at)) at += 1
  return at
}

function endOfWord(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && isWordPart(text, at)) at += 1
  return at
}

function isNumber(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) > 57 || text.charCodeAt(at) < 48) return false
  return true
}

function isWordPart(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
  return code >= 128 && /[\p{L}\p{N}\p{M}]/u.test(text[at] ?? '')
}
