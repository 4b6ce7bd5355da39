// What a GitHub connection can be told, and what of it its records depend on.
import { z } from 'zod'
import { compilePattern } from '../../patterns'
import { BaseUrl } from '../config-fields'

const Secret = z.string().trim().min(1, 'is empty')
const Pattern = z.string().superRefine((text, ctx) => {
  const pattern = compilePattern(text)
  if (!pattern.ok) ctx.addIssue(`is not a usable pattern: ${pattern.reason}`)
})

const App = z.strictObject({
  id: z.union([z.int().positive(), z.string().min(1, 'is empty')]).meta({
    title: 'App or client ID',
    description: "From the app's settings page.",
  }),
  installation: z.coerce.number().int().positive().meta({
    title: 'Installation ID',
    description: 'The number at the end of the address of the installation.',
  }),
  privateKey: Secret.meta({ secret: true, multiline: true, title: 'Private key', description: 'The whole PEM file.' }),
})

const Selected = z
  .string()
  .trim()
  .regex(/^!?[\w.-]+\/[\w.*?-]+$/, 'is not owner/name, owner/* or one of these after "!"')

const Incidents = z.strictObject({
  labels: z.array(z.string().min(1)).default(['incident']).meta({
    title: 'Labels',
    description: 'An issue with any of them is an incident.',
  }),
  types: z.array(z.string().trim().min(1)).default([]).meta({
    title: 'Issue types',
    description: 'An issue of any of these types is an incident too: Bug, Incident, as your organisation calls them.',
  }),
  title: Pattern.optional().meta({
    title: 'Title pattern',
    description: 'An issue whose title matches is an incident too (RE2 syntax, upper and lower case are the same).',
  }),
})

const YEAR = 365 * 86_400_000

export const Config = z
  .strictObject({
    token: Secret.optional().meta({
      secret: true,
      title: 'Token',
      description:
        'From github.com/settings/personal-access-tokens: a fine-grained one of the organisation that may read Contents, Pull requests, Issues, Actions and Deployments, or a classic one with the scope repo.',
    }),
    app: App.optional().meta({
      more: true,
      title: 'GitHub App',
      description: "In place of a token: an app with a higher limit that is nobody's account.",
    }),
    webhookSecret: Secret.optional().meta({
      secret: true,
      more: true,
      title: 'Webhook secret',
      description: 'With it events of GitHub are taken at /api/hooks/github/NAME, as soon as they happen.',
    }),
    baseUrl: BaseUrl.default('https://api.github.com').meta({
      more: true,
      title: 'Address of the API',
      description: 'For GitHub Enterprise Server: https://HOST/api/v3',
    }),
    repositories: z.array(Selected).min(1, 'is empty').meta({
      title: 'Repositories',
      description: 'owner/name, or owner/* for all of an organisation or a user; !owner/name leaves one out.',
    }),
    archived: z.boolean().default(false).meta({
      more: true,
      title: 'Archived repositories',
      description: 'Whether owner/* means them too.',
    }),
    forks: z
      .boolean()
      .default(false)
      .meta({ more: true, title: 'Forks', description: 'Whether owner/* means them too.' }),
    since: z.iso.date().optional().meta({
      more: true,
      title: 'Collect from',
      description: 'What was last touched before this day is not collected; a year back unless told.',
    }),
    jobs: z.enum(['needed', 'all', 'none']).default('needed').meta({
      more: true,
      title: 'Jobs',
      description:
        'The jobs of a workflow run cost one request more. "needed": only where the deployments of a service are jobs.',
    }),
    incidents: Incidents.prefault({}).meta({
      more: true,
      title: 'Incidents',
      description: 'Which issues are incidents.',
    }),
    history: z.enum(['auto', 'api']).default('auto').meta({
      more: true,
      title: 'Commits',
      description: 'Through git where it is installed (all branches, no limits), or through the API (default branch).',
    }),
  })
  .superRefine(({ token, app, repositories }, ctx) => {
    const refuse = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
    if (token === undefined && app === undefined) refuse('token', 'or app is required')
    if (token !== undefined && app !== undefined) refuse('app', 'and token are both given; give one of them')
    if (repositories.every((name) => name.startsWith('!'))) refuse('repositories', 'only leaves out; name one to read')
  })
export type Config = z.infer<typeof Config>

/** Who asks, how much else is asked and of which repositories changes no record; the streams see to jobs and incidents. */
export function identity({ baseUrl, since }: Config): unknown {
  return [baseUrl, since ?? 'a year back']
}

/** What was last touched before this instant is left out of a first collection. */
export function floorOf({ config, now }: { config: Config; now: Date }): Date {
  return config.since ? new Date(`${config.since}T00:00:00Z`) : new Date(now.getTime() - YEAR)
}
