import { resolve } from 'node:path'
import { z } from 'zod'
import { StreamgaugeError } from './errors'
import { parseSender, type Sender } from './mail-address'
import { parseSmtpUrl, type SmtpServer } from './smtp-address'

const DatabaseUrl = z
  .string()
  .refine((url) => /^postgres(ql)?:\/\/./.test(url) && URL.canParse(url), 'must look like postgresql://user@host/name')

const loopback = /^(localhost|::1|\[::1\]|127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3})$/i

const Environment = z.object({
  STREAMGAUGE_HOME: z.string().optional(),
  DATABASE_URL: DatabaseUrl.optional(),
  DATABASE_DIRECT_URL: DatabaseUrl.optional(),
  DATABASE_REPLICA_URL: DatabaseUrl.optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 1 to 65535')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65535, 'must be a number from 1 to 65535')
    .default(3000),
  HOST: z
    .string()
    .regex(loopback, 'must be a loopback address (127.0.0.1, ::1 or localhost): there is no sign-in yet')
    .transform((host) => host.replace(/^\[(.*)\]$/, '$1'))
    .default('127.0.0.1'),
  STREAMGAUGE_CONFIG: z.string().optional(),
  STREAMGAUGE_PEOPLE_KEY: z.string().min(16, 'must have at least 16 characters').optional(),
  STREAMGAUGE_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  STREAMGAUGE_SECRET_OLD: z.string().optional(),
  STREAMGAUGE_PRIVATE_ADDRESSES: z.enum(['allow', 'refuse'], { error: 'must be allow or refuse' }).default('allow'),
  STREAMGAUGE_URL: z
    .string()
    .refine((url) => /^https?:\/\/./i.test(url) && URL.canParse(url), 'must look like https://streamgauge.example.org')
    .refine((url) => !/[?#@]/.test(url), 'must be an address without user, query and fragment')
    .transform((url) => new URL(url).href.replace(/\/+$/, ''))
    .optional(),
  STREAMGAUGE_SMTP_URL: z
    .string()
    .transform((url) => parseSmtpUrl(url))
    .refine(
      (server) => server !== null,
      'must look like smtps://user:password@mail.example.org or smtp://mail.example.org:587',
    )
    .optional(),
  STREAMGAUGE_MAIL_FROM: z
    .string()
    .transform((text) => parseSender(text))
    .refine((sender) => sender !== null, 'must look like reports@example.org or Streamgauge <reports@example.org>')
    .optional(),
  CHROMIUM_PATH: z.string().optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
})

export type Env = {
  /** Absolute. */
  home: string
  databaseUrl?: string
  /** Past a connection pooler: for migrations and workers. */
  databaseDirectUrl?: string
  databaseReplicaUrl?: string
  port: number
  host: string
  /** Absolute. */
  configPath?: string
  peopleKey?: string
  /** What the key is derived from that seals the secrets of sources; without it a file in the home holds one. */
  secret?: string
  /** What `secret` was before, until `sg secrets rotate` has run. */
  oldSecret?: string
  /** Whether a source may have an address of a private network; one's own machine may ask whatever it reaches. */
  allowPrivateAddresses: boolean
  /** Where readers reach the pages, for links in what is sent; without a slash at its end. */
  url?: string
  /** How mail goes out; without it none does. */
  mail?: { server: SmtpServer; from: Sender }
  chromiumPath?: string
  logLevel: z.infer<typeof Environment>['LOG_LEVEL']
}

/** What the environment holds for Streamgauge itself: no source that a person enters reads it. */
export const OWN_SECRETS: ReadonlySet<string> = new Set([
  ...['DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_REPLICA_URL', 'PGPASSWORD'],
  ...['STREAMGAUGE_SECRET', 'STREAMGAUGE_SECRET_OLD', 'STREAMGAUGE_PEOPLE_KEY', 'STREAMGAUGE_SMTP_URL'],
])

type Variables = Record<string, string | undefined>

/** A path that a person gave, made absolute: from where that person is, which jobs/launch.mjs tells. */
export function resolveGiven(path: string, source: Variables = process.env): string {
  return resolve(source.STREAMGAUGE_CALLED_FROM || '.', path)
}

/** Neither is of any use alone. */
const MAIL_VARIABLES = [
  ['STREAMGAUGE_SMTP_URL', 'STREAMGAUGE_MAIL_FROM'],
  ['STREAMGAUGE_MAIL_FROM', 'STREAMGAUGE_SMTP_URL'],
] as const

/** The environment, validated; an empty variable counts as unset. Throws `config` naming every problem at once, never a value. */
export function readEnv(source: Variables = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(given)
  const problems = parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? []
  for (const [one, other] of MAIL_VARIABLES) {
    if (given[one] !== undefined && given[other] === undefined) problems.push(`${other} must be set where ${one} is`)
  }
  if (!parsed.success || problems.length > 0) {
    throw new StreamgaugeError('config', `The environment is not right: ${problems.join('; ')}.`, {
      hint: 'Correct or unset these variables.',
    })
  }
  const env = parsed.data
  const { STREAMGAUGE_SMTP_URL: server, STREAMGAUGE_MAIL_FROM: from } = env
  return {
    home: env.STREAMGAUGE_HOME ? resolveGiven(env.STREAMGAUGE_HOME, source) : resolve('.streamgauge'),
    databaseUrl: env.DATABASE_URL,
    databaseDirectUrl: env.DATABASE_DIRECT_URL,
    databaseReplicaUrl: env.DATABASE_REPLICA_URL,
    port: env.PORT,
    host: env.HOST,
    configPath: env.STREAMGAUGE_CONFIG ? resolveGiven(env.STREAMGAUGE_CONFIG, source) : undefined,
    peopleKey: env.STREAMGAUGE_PEOPLE_KEY,
    secret: env.STREAMGAUGE_SECRET,
    oldSecret: env.STREAMGAUGE_SECRET_OLD,
    allowPrivateAddresses: env.STREAMGAUGE_PRIVATE_ADDRESSES === 'allow',
    url: env.STREAMGAUGE_URL,
    mail: server && from ? { server, from } : undefined,
    chromiumPath: env.CHROMIUM_PATH,
    logLevel: env.LOG_LEVEL,
  }
}
