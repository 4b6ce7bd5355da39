// streamgauge.yaml: what is declared in a file. `${VAR}` reads the environment.
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { StreamgaugeError } from './errors'
import { MailAddress } from './mail-address'
import { DeploymentRule, IncidentRule, Service, Team } from './records/schema'
import type { Rhythm } from './rhythm'
import { isTimeZone } from './time'
import { fillText, hideReferences, mapTexts, refuseMissing, type Variables } from './variables'

const CONTROL = { type: true, source: true, updatedAt: true, unset: true, deleted: true } as const

/** A name twice is a mistake: which of the two was meant? */
function once<Entry extends { name: string }>(entries: Entry[], ctx: z.RefinementCtx): void {
  const seen = new Set<string>()
  for (const [at, { name }] of entries.entries()) {
    if (seen.has(name)) ctx.addIssue({ code: 'custom', path: [at, 'name'], message: `${name} is declared twice` })
    seen.add(name)
  }
}

const DeclaredSource = z.looseObject({
  name: z.string().min(1, 'is empty').max(200),
  kind: z.string().min(1, 'is empty'),
  schedule: z.string().optional(),
})

// In a file that a person writes, an unknown key is a typing error, at every depth.
const DeclaredService = Service.omit(CONTROL)
  .extend({
    deployments: DeploymentRule.strict().optional(),
    incidents: IncidentRule.strict().optional(),
    hotfix: Service.shape.hotfix.unwrap().strict().optional(),
  })
  .strict()
const DeclaredTeam = Team.omit(CONTROL)
  .extend({ iteration: Team.shape.iteration.unwrap().strict().optional() })
  .strict()

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const Hour = z.number().int().min(0).max(23)
const Weekday = z.string().refine((day) => WEEKDAYS.includes(day.toLowerCase()), `is not one of ${WEEKDAYS.join(', ')}`)
const WebhookAddress = z.string().regex(/^https?:\/\/[^/]/i, 'is not an address that begins with https:// or http://')
const MONDAY_AT_NINE: Rhythm = { every: 'week', day: 1, hour: 9 }

// One of each of these is given; of the first two, none is the organisation, weekly on Monday at nine.
const SCOPES = ['team', 'service', 'services'] as const
const RHYTHMS = ['weekly', 'daily', 'monthly'] as const
const CHANNELS = ['email', 'slack', 'markdown', 'file'] as const

const DeclaredReport = z
  .strictObject({
    name: z.string().trim().min(1, 'is empty').max(120),
    team: z.string().min(1).optional(),
    service: z.string().min(1).optional(),
    services: z.array(z.string().min(1)).min(1).optional(),
    weekly: z.strictObject({ day: Weekday, hour: Hour }).optional(),
    daily: z.strictObject({ hour: Hour }).optional(),
    monthly: z
      .strictObject({ day: z.union([z.number().int().min(1).max(28), z.literal('last')]), hour: Hour })
      .optional(),
    timeZone: z.string().refine(isTimeZone, 'is not a time zone such as Europe/Berlin'),
    email: z.union([MailAddress.transform((one) => [one]), z.array(MailAddress).min(1)]).optional(),
    slack: WebhookAddress.optional(),
    markdown: WebhookAddress.optional(),
    file: z.string().min(1).optional(),
    waitHours: z.number().int().min(0).max(48).default(12),
    paused: z.boolean().default(false),
  })
  .superRefine((report, ctx) => {
    const given = (names: readonly (keyof typeof report)[]) => names.filter((name) => report[name] !== undefined)
    const refuse = (message: string) => ctx.addIssue({ code: 'custom', message })
    if (given(SCOPES).length > 1) refuse(`has more than one of ${SCOPES.join(', ')}`)
    if (given(RHYTHMS).length > 1) refuse(`has more than one of ${RHYTHMS.join(', ')}`)
    if (given(CHANNELS).length !== 1) refuse(`needs one of ${CHANNELS.join(', ')}`)
  })
  .transform(
    ({ name, team, service, services, weekly, daily, monthly, email = [], slack, markdown, file, ...rest }) => {
      const url = slack ?? markdown
      return {
        name,
        scope: scopeOf({ name, team, service, services }),
        rhythm: weekly
          ? { every: 'week' as const, day: WEEKDAYS.indexOf(weekly.day.toLowerCase()) + 1, hour: weekly.hour }
          : daily
            ? { every: 'day' as const, ...daily }
            : monthly
              ? { every: 'month' as const, ...monthly }
              : MONDAY_AT_NINE,
        channel:
          url !== undefined
            ? { kind: slack === undefined ? ('markdown' as const) : ('slack' as const), url }
            : file !== undefined
              ? { kind: 'file' as const, path: file }
              : { kind: 'email' as const },
        recipients: email,
        ...rest,
      }
    },
  )
/** The address of a webhook as it is written, with its variables. */
export type DeclaredReport = z.infer<typeof DeclaredReport>

function scopeOf({
  name,
  team,
  service,
  services,
}: {
  name: string
  team?: string
  service?: string
  services?: string[]
}) {
  if (team !== undefined) return { kind: 'team' as const, name: team }
  if (service !== undefined) return { kind: 'service' as const, name: service }
  return services === undefined ? { kind: 'organisation' as const } : { kind: 'services' as const, name, services }
}

export const Config = z.strictObject({
  sources: z.array(DeclaredSource).superRefine(once).default([]),
  services: z.array(DeclaredService).superRefine(once).default([]),
  teams: z.array(DeclaredTeam).superRefine(once).default([]),
  reports: z.array(DeclaredReport).superRefine(once).default([]),
  /** People whose work is a bot's although their name does not say so. */
  bots: z.array(z.string().min(1)).default([]),
})
export type Config = z.infer<typeof Config>

const EMPTY: Config = { sources: [], services: [], teams: [], reports: [], bots: [] }
export const DEFAULT_FILE = 'streamgauge.yaml'

/**
 * Parses the text of a configuration file; throws `config` naming every problem with its place, never a secret's value.
 * What is a source's own keeps its variables, which must be set: they are filled in where the source is read.
 */
export function parseConfigText(text: string, file: string, environment: Variables): Config {
  const { hidden, restore } = hideReferences(text)
  let raw: unknown
  try {
    raw = parse(hidden, (_, value) => restoreIn(value, restore), { logLevel: 'error' })
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new StreamgaugeError('config', `${file} is not YAML: ${restore(said)}`, { cause: error })
  }
  const missing = new Set<string>()
  const fill = (value: unknown) => mapTexts(value, (given) => fillText(given, environment, missing))
  const filled = fill(raw ?? {})
  refuseMissing(file, missing)
  const parsed = Config.safeParse(filled)
  if (!parsed.success) throw configError(file, parsed.error, [])
  const written = raw as { sources?: object[]; reports?: Record<string, string>[] } | null // sound: what it was filled to has been parsed
  const asWritten = written?.sources
  const sources = parsed.data.sources.map(({ name, kind, schedule }, at) => {
    const own = mapTexts(asWritten?.[at], (given) => given) as object // sound: an object stays one
    return { ...own, name, kind, ...(schedule === undefined ? {} : { schedule }) }
  })
  const reports = parsed.data.reports.map((report, at): DeclaredReport => {
    const { channel } = report
    if (channel.kind !== 'slack' && channel.kind !== 'markdown') return report
    return { ...report, channel: { ...channel, url: written?.reports?.[at]?.[channel.kind] ?? channel.url } }
  })
  return { ...parsed.data, sources, reports }
}

/** Called by the parser for every value, the inner ones first. */
function restoreIn(value: unknown, restore: (text: string) => string): unknown {
  if (typeof value === 'string') return restore(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [restore(key), field]))
}

/** What zod found, told with the file and the field; `place` leads to the value that was parsed. */
export function configError(file: string, error: z.ZodError, place: PropertyKey[]): StreamgaugeError {
  const problems = error.issues.map(
    (issue) => `${[...place, ...issue.path].map(String).join('.') || 'the file'}: ${issue.message}`,
  )
  return new StreamgaugeError('config', `${file} is not right. ${problems.join('; ')}`)
}

/** The named file, else `streamgauge.yaml` in `folder` if it is there, else null. Throws `config` when the named one is missing. */
export function findConfigFile(path: string | undefined, folder: string): string | null {
  const file = path ?? `${folder}/${DEFAULT_FILE}`
  if (existsSync(/* turbopackIgnore: true */ file)) return file
  if (path === undefined) return null
  throw new StreamgaugeError('config', `The configuration file ${file} does not exist.`)
}

export function readConfigFile(file: string, environment: Variables): Config {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException // sound: the file system throws errors
    const reason = code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'you may not read it' : message
    throw new StreamgaugeError('config', `The configuration file ${file} cannot be read: ${reason}.`, { cause })
  }
  return parseConfigText(text, file, environment)
}

/** What is declared in the file of `findConfigFile`; nothing when there is none. */
export function readConfig(path: string | undefined, folder: string, environment: Variables): Config {
  const file = findConfigFile(path, folder)
  return file === null ? EMPTY : readConfigFile(file, environment)
}
