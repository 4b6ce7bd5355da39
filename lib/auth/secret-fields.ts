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

function walk(
  schema: z.core.$ZodType,
  at: string[],
  above: Set<z.core.$ZodType>,
  found: (path: string[]) => void,
): void {
  if (z.globalRegistry.get(schema)?.secret === true) return found(at)
  // A schema that contains itself is secret where it was met first.
  if (above.has(schema)) return
  const inside = new Set(above).add(schema)
  const into = (inner: z.core.$ZodType, ...key: string[]): void => walk(inner, [...at, ...key], inside, found)
  const { def } = (schema as z.core.$ZodTypes)._zod // sound: every schema of zod is one of these
  switch (def.type) {
    case 'object':
      for (const [key, field] of Object.entries(def.shape)) into(field, key)
      if (def.catchall) into(def.catchall, '*')
      return
    case 'record':
      return into(def.valueType, '*')
    case 'array':
      return into(def.element, '*')
    case 'tuple':
      for (const item of def.items) into(item, '*')
      if (def.rest) into(def.rest, '*')
      return
    case 'union':
      for (const option of def.options) into(option)
      return
    case 'intersection':
      into(def.left)
      return into(def.right)
    case 'pipe':
      into(def.in)
      return into(def.out)
    case 'lazy':
      return into(def.getter())
    case 'optional':
    case 'nonoptional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return into(def.innerType)
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
