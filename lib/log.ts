import { type DestinationStream, destination, type Logger, pino } from 'pino'

const HIDDEN = '[hidden]'

// At any depth: connection strings carry passwords, sources carry tokens, and requests carry headers.
const SECRETS = /^(password|token|secret|authorization|cookie|databaseUrl|.*[a-z](Password|Token|Secret|Key))$/

// What stands before the host of an address, in a field, in a message or in an error's stack.
const USERINFO = /(:\/\/)[^\s/@<>]+@/g

/**
 * One JSON object a line on standard error: standard output belongs to what a command answers. Secrets are hidden.
 * Level by LOG_LEVEL; an unknown one means `info` here because `readEnv` is what complains.
 */
export function createLog(
  bindings: Record<string, unknown> = {},
  sink: DestinationStream = destination({ fd: 2, sync: true }),
  level: string = process.env.LOG_LEVEL ?? 'info',
): Logger {
  const known = level === 'silent' || Object.hasOwn(pino.levels.values, level)
  return pino(
    {
      level: known ? level : 'info',
      base: bindings,
      formatters: { log: hideSecrets, bindings: hideSecrets },
      hooks: { streamWrite: (line) => line.replace(USERINFO, `$1${HIDDEN}@`) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    sink,
  )
}

function hideSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  return hide(fields, new Set()) as Record<string, unknown> // sound: a plain object stays one
}

/** Errors and other instances are left to pino's serializers; a circle is left as it is for pino to name. */
function hide(value: unknown, above: Set<unknown>): unknown {
  if (typeof value !== 'object' || value === null || above.has(value)) return value
  if (Array.isArray(value)) {
    above.add(value)
    const items = value.map((item) => hide(item, above))
    above.delete(value)
    return items
  }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  above.add(value)
  const fields = Object.entries(value).map(([name, field]) => [name, SECRETS.test(name) ? HIDDEN : hide(field, above)])
  above.delete(value)
  return Object.fromEntries(fields)
}
