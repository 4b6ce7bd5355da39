// Which fields of a configuration are secret: those whose schema has `.meta({ secret: true })`, at any depth.
import { z } from 'zod'

/** How a secret is stored: see sealing.ts. */
export type Sealed = { $secret: string }

export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && '$secret' in value && typeof value.$secret === 'string'
}

/** Keys from the outside in; `*` is every element of a list or of a record. */
export type FieldPath = readonly string[]

/** The paths of a schema's secret fields, in every branch of a union and before a transformation. */
export function secretPaths(schema: z.ZodType): FieldPath[] {
  const found = new Map<string, FieldPath>()
  walk(schema, [], new Set(), (path) => found.set(path.join('\0'), path))
  return [...found.values()]
}

/**
 * The value with `apply` in place of every text at one of the paths; what is sealed stays. `path` names the elements of a
 * list by `*`, so that it does not matter where they stand.
 */
export function mapSecrets(
  value: unknown,
  paths: readonly FieldPath[],
  apply: (text: string, path: string) => unknown,
  at: string[] = [],
): unknown {
  const own = paths.some((path) => path.length === 0)
  if (typeof value === 'string') return own ? apply(value, at.join('.')) : value
  if (typeof value !== 'object' || value === null || paths.length === 0 || isSealed(value)) return value
  const below = (key: string) =>
    own ? [[]] : paths.filter(([first]) => first === '*' || first === key).map(([, ...rest]) => rest)
  if (Array.isArray(value)) return value.map((item) => mapSecrets(item, below('*'), apply, [...at, '*']))
  const fields = Object.entries(value).map(([key, field]) => [key, mapSecrets(field, below(key), apply, [...at, key])])
  return Object.fromEntries(fields)
}

type Found = (path: string[]) => void

function walk(schema: z.core.$ZodType, at: string[], above: Set<z.core.$ZodType>, found: Found): void {
  if (z.globalRegistry.get(schema)?.secret === true) found(at)
  // What a schema that contains itself has below is told where it was met first.
  else if (!above.has(schema))
    for (const [inner, ...key] of within(schema)) walk(inner, [...at, ...key], new Set(above).add(schema), found)
}

/** What a schema is made of, with the key of what is a field. */
function within(schema: z.core.$ZodType): [z.core.$ZodType, ...key: string[]][] {
  const { def } = (schema as z.core.$ZodTypes)._zod // sound: every schema of zod is one of these
  switch (def.type) {
    case 'object': {
      const fields = Object.entries(def.shape).map(([key, field]): [z.core.$ZodType, string] => [field, key])
      return def.catchall ? [...fields, [def.catchall, '*']] : fields
    }
    case 'record':
      return [[def.valueType, '*']]
    case 'array':
      return [[def.element, '*']]
    case 'tuple':
      return [...def.items, ...(def.rest ? [def.rest] : [])].map((item) => [item, '*'])
    case 'union':
      return def.options.map((option) => [option])
    case 'intersection':
      return [[def.left], [def.right]]
    case 'pipe':
      return [[def.in], [def.out]]
    case 'lazy':
      return [[def.getter()]]
    case 'optional':
    case 'nonoptional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return [[def.innerType]]
    default:
      return []
  }
}

/** The value with `apply` in place of everything that is sealed, wherever it is. */
export function mapSealed(
  value: unknown,
  apply: (sealed: Sealed, path: string) => unknown,
  at: string[] = [],
): unknown {
  if (isSealed(value)) return apply(value, at.join('.'))
  if (Array.isArray(value)) return value.map((item) => mapSealed(item, apply, [...at, '*']))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, mapSealed(field, apply, [...at, key])]))
}
