// `${NAME}` in streamgauge.yaml: a value of the environment, put in after parsing. `$${NAME}` is those characters themselves.
import { StreamgaugeError } from './errors'

export type Variables = Record<string, string | undefined>

const NAME = '[A-Za-z_][A-Za-z0-9_]*'
const REFERENCE = new RegExp(`\\$\\$\\{|\\$\\{(${NAME})\\}`, 'g')
const ADDRESS = /^([a-z][a-z0-9+.-]*:[/\\]+)([^/\\?#]*)@/i

/** `apply` to every text; a key without a value is as good as absent. */
export function mapTexts(value: unknown, apply: (text: string) => string): unknown {
  if (typeof value === 'string') return apply(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, apply))
  if (typeof value !== 'object' || value === null) return value
  const given = Object.entries(value).filter(([, field]) => field !== null)
  return Object.fromEntries(given.map(([key, field]) => [key, mapTexts(field, apply)]))
}

/** Braces of references replaced by characters without a meaning in YAML, one for one, and the way back. */
export function hideReferences(text: string): { hidden: string; restore: (text: string) => string } {
  let code = 0xe000
  const unused = () => {
    while (text.includes(String.fromCharCode(code))) code++
    return String.fromCharCode(code++)
  }
  const [open, close] = [unused(), unused()]
  return {
    hidden: text.replace(new RegExp(`\\$\\{(${NAME})\\}`, 'g'), `$$${open}$1${close}`),
    restore: (parsed) => parsed.replaceAll(open, '{').replaceAll(close, '}'),
  }
}

/** The text with its variables; a name without a value goes into `missing`. In an address a value cannot move the host. */
export function fillText(text: string, environment: Variables, missing: Set<string>): string {
  const fill = (part: string, encode: (value: string) => string) =>
    part.replace(REFERENCE, (_, name?: string) => {
      if (name === undefined) return '${'
      const found = environment[name]
      if (found === undefined) missing.add(name)
      return encode(found ?? '')
    })
  const plain = (value: string) => value
  const [whole = '', scheme = '', user = ''] = ADDRESS.exec(text) ?? []
  if (whole === '') return fill(text, plain)
  const inUser = fill(user, (value) => value.replace(/[/\\?#@]/g, encodeURIComponent))
  return `${fill(scheme, plain)}${inUser}@${fill(text.slice(whole.length), plain)}`
}

/** Throws `config` naming the variables without a value; `reader` says what reads them. */
export function refuseMissing(reader: string, missing: Set<string>): void {
  if (missing.size === 0) return
  throw new StreamgaugeError('config', `${reader} reads variables that are not set: ${[...missing].join(', ')}.`, {
    hint: 'Set them in the environment.',
  })
}

/** Every text of a value filled in; throws `config` naming what is not set. */
export function fillAll(value: unknown, environment: Variables, reader: string): unknown {
  const missing = new Set<string>()
  const filled = mapTexts(value, (text) => fillText(text, environment, missing))
  refuseMissing(reader, missing)
  return filled
}

/** A text that `fillText` gives back as it is. */
export function escapeReferences(text: string): string {
  return text.replaceAll('${', () => '$${')
}

/** Whether a text reads a variable. */
export function hasReference(text: string): boolean {
  return [...text.matchAll(REFERENCE)].some(([, name]) => name !== undefined)
}

/** Whether a text is one variable and nothing else. */
export function isReference(text: string): boolean {
  return new RegExp(`^\\$\\{${NAME}\\}$`).test(text)
}

/** Whether an address has a password, or a user over https that may be one, written out rather than read from a variable. */
export function hasLiteralSecret(text: string): boolean {
  const [, scheme = '', user] = ADDRESS.exec(text) ?? []
  if (user === undefined) return false
  const literal = (part: string) => part.replace(REFERENCE, (found) => (found === '$${' ? found : '')) !== ''
  const colon = user.indexOf(':')
  const password = colon < 0 ? '' : user.slice(colon + 1)
  if (password !== '') return literal(password)
  return /^https?:/i.test(scheme) && literal(user)
}

/** An address without what stands before the host. */
export function withoutUser(address: string): string {
  return address.replace(ADDRESS, '$1')
}
