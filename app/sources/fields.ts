// A source's configuration as a form: which fields its schema asks for, and what a person has filled in.
import { z } from 'zod'

type Common = {
  /** Keys from the outside in, joined by dots. */
  name: string
  title: string
  description: string | null
  required: boolean
  /** Not needed to begin with. */
  more: boolean
}

export type Field = Common &
  /** `otherwise`: what counts when nothing is given. */
  (
    | { kind: 'text' | 'date' | 'number'; value: string; otherwise: string }
    /** `stored`: there is one, which is never shown. */
    | { kind: 'secret'; multiline: boolean; stored: boolean }
    | { kind: 'list'; value: string[] }
    | { kind: 'choice'; value: string; choices: string[] }
    | { kind: 'flag'; value: boolean }
    | { kind: 'group'; fields: Field[]; optional: boolean }
    /** Each row has a text in each column; its inputs are named `name.row.column`. */
    | { kind: 'rows'; columns: { key: string; title: string }[]; rows: Record<string, string>[] }
  )

const Node = z.looseObject({
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  format: z.string().optional(),
  secret: z.boolean().optional(),
  multiline: z.boolean().optional(),
  more: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  required: z.array(z.string()).optional(),
})
type Node = z.infer<typeof Node>

/** The fields of a strict object, filled with what is stored; a secret only tells whether there is one. */
export function fieldsOf(schema: z.ZodType, stored: unknown): Field[] {
  const root = Node.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  return fieldsOfNode(root, stored, '')
}

function fieldsOfNode(node: Node, stored: unknown, prefix: string): Field[] {
  const values = isObject(stored) ? stored : {}
  return Object.entries(node.properties ?? {}).map(([key, child]) => {
    const field = Node.parse(child)
    const value = values[key] ?? field.default
    const required = (node.required ?? []).includes(key)
    return toField(field, value, { name: prefix + key, title: field.title ?? key, required })
  })
}

function toField(node: Node, value: unknown, own: Pick<Common, 'name' | 'title' | 'required'>): Field {
  const common = { ...own, description: node.description ?? null, more: node.more === true }
  const text = textOf(value)
  const plain = { value: text, otherwise: textOf(node.default) }
  if (node.secret) return { ...common, kind: 'secret', multiline: node.multiline === true, stored: value !== undefined }
  if (node.properties) {
    const fields = fieldsOfNode(node, value, `${own.name}.`)
    return { ...common, kind: 'group', fields, optional: !own.required && node.default === undefined }
  }
  if (node.enum) return { ...common, kind: 'choice', value: text, choices: node.enum }
  const columns = columnsOf(node)
  if (columns) return { ...common, kind: 'rows', columns, rows: Array.isArray(value) ? value : [] }
  if (node.type === 'array') return { ...common, kind: 'list', value: Array.isArray(value) ? value.map(String) : [] }
  if (node.type === 'boolean') return { ...common, kind: 'flag', value: value === true }
  if (node.type === 'integer' || node.type === 'number') return { ...common, kind: 'number', ...plain }
  return { ...common, kind: node.format === 'date' ? 'date' : 'text', ...plain }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function columnsOf({ items }: Node): { key: string; title: string }[] | null {
  const { properties } = Node.safeParse(items).data ?? {}
  if (!properties) return null
  return Object.entries(properties).map(([key, column]) => ({ key, title: Node.parse(column).title ?? key }))
}

/**
 * What was filled in, as the schema reads it. What is left empty is left out; a secret left empty is the one in `stored`,
 * as long as no other text of it is another: a token must not go to an address that somebody exchanged.
 */
export function configOf(fields: readonly Field[], form: FormData, stored: unknown): Record<string, unknown> {
  const given = readFields(fields, form)
  const moved = isObject(stored) && addressesOf(fields, stored) !== addressesOf(fields, given)
  return moved ? given : withStored(fields, given, stored)
}

function readFields(fields: readonly Field[], form: FormData): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const field of fields) {
    const key = keyOf(field)
    if (field.kind === 'group') {
      const inner = readFields(field.fields, form)
      if (!field.optional || Object.keys(inner).length > 0) found[key] = inner
      continue
    }
    if (field.kind === 'rows') {
      found[key] = rowsOf(field, form)
      continue
    }
    const text = String(form.get(field.name) ?? '').trim()
    if (field.kind === 'flag') found[key] = text !== ''
    else if (field.kind === 'list') found[key] = linesOf(text)
    else if (text !== '') found[key] = field.kind === 'number' && /^-?\d+$/.test(text) ? Number(text) : text
  }
  return found
}

const MOST_ROWS = 1000

/** Rows with something in them. */
function rowsOf({ name, columns }: Extract<Field, { kind: 'rows' }>, form: FormData): Record<string, string>[] {
  const rows: Record<string, string>[] = []
  for (let at = 0; at < MOST_ROWS && form.has(`${name}.${at}.${columns[0]?.key}`); at += 1) {
    const cells = columns.map(({ key }) => [key, String(form.get(`${name}.${at}.${key}`) ?? '').trim()] as const)
    if (cells.some(([, text]) => text !== '')) rows.push(Object.fromEntries(cells))
  }
  return rows
}

function linesOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function withStored(
  fields: readonly Field[],
  given: Record<string, unknown>,
  stored: unknown,
): Record<string, unknown> {
  if (!isObject(stored)) return given
  const found = { ...given }
  for (const field of fields) {
    const key = keyOf(field)
    const before = stored[key]
    if (field.kind === 'secret' && found[key] === undefined && before !== undefined) found[key] = before
    const inner = found[key]
    if (field.kind === 'group' && isObject(inner)) found[key] = withStored(field.fields, inner, before)
  }
  return found
}

/** Everything that looks like an address, with what is asked for when nothing is given. */
function addressesOf(fields: readonly Field[], config: Record<string, unknown>): string {
  const found: string[] = []
  for (const field of fields) {
    const value = config[keyOf(field)]
    if (field.kind === 'group') found.push(addressesOf(field.fields, isObject(value) ? value : {}))
    if (field.kind !== 'text') continue
    const text = typeof value === 'string' ? value : field.otherwise
    found.push(URL.canParse(text) ? new URL(text).href : '')
  }
  return found.join('\n')
}

function keyOf({ name }: Field): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** The problems of a parse by the field that they stand beside; '' has those of none. */
export function problemsOf(error: z.ZodError, fields: readonly Field[]): Record<string, string> {
  const names = new Set(flat(fields).map(({ name }) => name))
  const found: Record<string, string> = {}
  for (const { path, message } of error.issues) {
    let place = path.map(String)
    while (place.length > 0 && !names.has(place.join('.'))) place = place.slice(0, -1)
    const name = place.join('.')
    found[name] ??= message
  }
  return found
}

function flat(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => (field.kind === 'group' ? [field, ...flat(field.fields)] : [field]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
