// streamgauge.yaml: what is declared in a file. `${VAR}` reads the environment.
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { StreamgaugeError } from './errors'
import { Service, Team } from './records/schema'

const CONTROL = { type: true, source: true, updatedAt: true, unset: true, deleted: true } as const

export const Config = z.strictObject({
  sources: z
    .array(z.looseObject({ name: z.string().min(1), kind: z.string().min(1), schedule: z.string().optional() }))
    .default([]),
  services: z.array(Service.omit(CONTROL).strict()).default([]),
  teams: z.array(Team.omit(CONTROL).strict()).default([]),
  /** People whose work is a bot's although their name does not say so. */
  bots: z.array(z.string().min(1)).default([]),
})
export type Config = z.infer<typeof Config>

const EMPTY: Config = { sources: [], services: [], teams: [], bots: [] }
export const DEFAULT_FILE = 'streamgauge.yaml'

function fillIn(value: unknown, environment: Record<string, string | undefined>, missing: Set<string>): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = environment[name]
      if (found === undefined) missing.add(name)
      return found ?? ''
    })
  }
  if (Array.isArray(value)) return value.map((item) => fillIn(item, environment, missing))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, fillIn(field, environment, missing)]))
}

/** Parses the text of a configuration file; throws `config` naming every problem with its place, never a secret's value. */
export function parseConfigText(text: string, file: string, environment: Record<string, string | undefined>): Config {
  let raw: unknown
  try {
    raw = parse(text)
  } catch (error) {
    throw new StreamgaugeError(
      'config',
      `${file} is not YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      { cause: error },
    )
  }
  const missing = new Set<string>()
  const filled = fillIn(raw ?? {}, environment, missing)
  if (missing.size > 0) {
    throw new StreamgaugeError('config', `${file} reads variables that are not set: ${[...missing].join(', ')}.`, {
      hint: 'Set them in the environment.',
    })
  }
  const parsed = Config.safeParse(filled)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`)
  throw new StreamgaugeError('config', `${file} is not right. ${problems.join('; ')}`)
}

/** The named file, else `streamgauge.yaml` in `folder` if it is there, else nothing declared. */
export function readConfig(
  path: string | undefined,
  folder: string,
  environment: Record<string, string | undefined>,
): Config {
  const file = path ?? `${folder}/${DEFAULT_FILE}`
  if (!existsSync(file)) {
    if (path === undefined) return EMPTY
    throw new StreamgaugeError('config', `The configuration file ${file} does not exist.`)
  }
  return parseConfigText(readFileSync(file, 'utf8'), file, environment)
}
