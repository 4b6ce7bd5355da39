// Owns the patterns and globs that users write. Both match in time linear in the text, so nobody can hang a run.
import { RE2JS, RE2JSException } from 're2js'

export type Pattern = { ok: true; test: (text: string) => boolean } | { ok: false; reason: string }

const LONGEST = 1000
const CACHE_SIZE = 2000
const LOOKAROUND = /\(\?<?[=!]/

const patterns = new Map<string, Pattern>()
const globs = new Map<string, (path: string) => boolean>()

/**
 * Compiles a user's regular expression: RE2 syntax, case-insensitive, found anywhere in the text.
 * A pattern that cannot be used comes back with a reason for the person who wrote it; at most 1,000 characters.
 */
export function compilePattern(text: string): Pattern {
  return cached(patterns, text, build)
}

/**
 * Compiles a glob for paths: anchored, case-sensitive; `*` and `?` stay within a segment, `**` crosses them, a leading
 * or inner folder pattern of two stars also stands for no folder at all. Every other character is itself.
 */
export function compileGlob(text: string): (path: string) => boolean {
  return cached(globs, text, buildGlob)
}

/** Whether a path matches at least one of the globs; without globs nothing matches. */
export function anyGlob(texts: readonly string[]): (path: string) => boolean {
  const exact = new Set(texts.filter(isLiteral))
  const others = texts.filter((text) => !isLiteral(text)).map(compileGlob)
  return (path) => exact.has(path) || others.some((matches) => matches(path))
}

function build(text: string): Pattern {
  if (text.length > LONGEST) return { ok: false, reason: `it is longer than ${LONGEST} characters` }
  try {
    const compiled = RE2JS.compile(text, RE2JS.CASE_INSENSITIVE)
    return { ok: true, test: (subject) => compiled.test(subject) }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return { ok: false, reason: explain(text, error.message) }
  }
}

function explain(text: string, message: string): string {
  if (LOOKAROUND.test(text)) return 'lookahead and lookbehind are not supported (RE2 syntax)'
  if (/\\[1-9k]/.test(text) && message.includes('invalid escape')) {
    return 'references to earlier groups are not supported (RE2 syntax)'
  }
  return message.replace(/^error parsing regexp: /, '').replace(': `(?i)', ': `')
}

function buildGlob(text: string): (path: string) => boolean {
  if (isLiteral(text)) return (path) => path === text
  if (text === '**') return () => true
  const folder = text.slice(0, -2)
  if (text.endsWith('/**') && isLiteral(folder)) return (path) => path.startsWith(folder)
  const compiled = RE2JS.compile(globSource(text), RE2JS.DOTALL)
  return (path) => compiled.testExact(path)
}

function globSource(text: string): string {
  return text.replace(/(^|\/)(?:\*\*\/)+|\*{2,}|\*|\?|[^*?]/gsu, (token, slash: string | undefined) => {
    if (token.endsWith('**/')) return `${slash ?? ''}(?:.*/)?`
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    return token.startsWith('**') ? '.*' : RE2JS.quote(token)
  })
}

function isLiteral(text: string): boolean {
  return !text.includes('*') && !text.includes('?')
}

function cached<T>(cache: Map<string, T>, text: string, make: (text: string) => T): T {
  const known = cache.get(text)
  if (known) return known
  const made = make(text)
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(text, made)
  return made
}
