// What a GitLab connection can be told, and which projects its patterns mean.
import { z } from 'zod'
import { parseInstant } from '../../time'
import { BaseUrl, Since, selects } from '../config-fields'

const Selected = z
  .string()
  .trim()
  .regex(/^!?(\*|[\w.-]+(\/[\w.*?-]+)+)$/, 'is not group/name, group/*, * or one of these after "!"')

export const Config = z.strictObject({
  token: z.string().trim().min(1, 'is empty').meta({
    secret: true,
    title: 'Token',
    description: 'A personal, group or project access token with the scopes read_api and read_repository.',
  }),
  webhookSecret: z.string().trim().min(1, 'is empty').optional().meta({
    secret: true,
    more: true,
    title: 'Webhook secret',
    description:
      'The secret token of a webhook of GitLab to /api/hooks/gitlab/NAME: its events bring a collection soon.',
  }),
  baseUrl: BaseUrl.default('https://gitlab.com/api/v4').meta({
    more: true,
    title: 'Address of the API',
    description: 'Of your own GitLab: https://gitlab.example.com/api/v4.',
  }),
  projects: z
    .array(Selected)
    .min(1, 'names no project')
    .refine((patterns) => patterns.some((pattern) => !pattern.startsWith('!')), 'names only what is left out')
    .meta({
      title: 'Projects',
      description:
        'group/name, group/* with all subgroups, or * for every project of the token; !group/name leaves one out.',
    }),
  archived: z
    .boolean()
    .default(false)
    .meta({ more: true, title: 'Archived projects', description: 'Whether they are read too.' }),
  since: Since.optional().meta({
    more: true,
    title: 'Since',
    description: 'What has not changed since this date is left out; by default everything is read.',
  }),
  jobs: z.enum(['needed', 'all', 'none']).default('needed').meta({
    more: true,
    title: 'Jobs',
    description:
      'Each pipeline costs one request more. "needed": where a service deploys by a job, and on the default branch where nothing is configured.',
  }),
  incidents: z
    .strictObject({
      labels: z.array(z.string().min(1)).default([]).meta({
        title: 'Labels',
        description: 'An issue with any of them is an incident, besides the issues of the type incident.',
      }),
    })
    .default({ labels: [] })
    .meta({ more: true, title: 'Incidents', description: 'Which issues are incidents.' }),
  history: z.enum(['auto', 'api']).default('auto').meta({
    more: true,
    title: 'Commits',
    description: '"auto" fetches them with git, where git is there; "api" asks for the default branch, without paths.',
  }),
})
export type Config = z.infer<typeof Config>

/** `since` as an instant for a query. */
export function sinceOf({ since }: Config): string | undefined {
  if (since === undefined) return undefined
  return parseInstant(since) === null ? `${since}T00:00:00Z` : since
}

/** What to list: one project, all of a namespace, or everything that the token is a member of. */
export type Listing = { project: string } | { namespace: string } | 'all'

export function listingsOf({ projects }: Config): Listing[] {
  return projects
    .filter((pattern) => !pattern.startsWith('!'))
    .map((pattern) => {
      const wild = pattern.search(/[*?]/)
      if (wild < 0) return { project: pattern }
      const namespace = pattern.slice(0, wild).replace(/\/?[^/]*$/, '')
      return namespace ? { namespace } : 'all'
    })
}

/** NOTE: the paths of groups and projects are the same in upper and lower case. */
export function isSelected({ projects }: Config): (path: string) => boolean {
  const selected = selects(projects.map((pattern) => pattern.toLowerCase()))
  return (path) => selected(path.toLowerCase())
}
