// What a Jenkins connection can be told, and which jobs its patterns mean.
import { z } from 'zod'
import { compilePath, Since, selects } from '../config-fields'

const Glob = z.string().trim().min(1, 'is empty')

export const Config = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'is not an address' }).meta({
    title: 'Address',
    description: 'Where Jenkins answers, with its path if it has one: https://jenkins.example.com.',
  }),
  user: z
    .string()
    .trim()
    .min(1, 'is empty')
    .regex(/^[^:]*$/, 'contains a colon')
    .meta({
      title: 'User',
      description: 'Whose token it is; needs Overall/Read and Job/Read.',
    }),
  token: z.string().trim().min(1, 'is empty').meta({
    secret: true,
    title: 'API token',
    description: "From the user's security settings in Jenkins; not the password.",
  }),
  jobs: z
    .array(Glob)
    .min(1, 'names no job')
    .refine((patterns) => patterns.some((pattern) => !pattern.startsWith('!')), 'names only what is left out')
    .default(['*'])
    .meta({
      title: 'Jobs',
      description: 'folder/name, folder/* with everything below, or * for all; !folder/name leaves one out.',
    }),
  repositories: z
    .array(
      z.strictObject({
        jobs: Glob.meta({ title: 'Jobs', description: 'As above, one pattern.' }),
        repository: z.string().trim().min(1, 'is empty').max(512).meta({
          title: 'Repository',
          description: 'Its name as the other sources have it: owner/name.',
        }),
      }),
    )
    .default([])
    .meta({
      more: true,
      title: 'Repositories',
      description:
        'Whose builds the jobs are, where the address that they check out does not tell; the first that fits counts.',
    }),
  stages: z.enum(['needed', 'all', 'none']).default('needed').meta({
    more: true,
    title: 'Stages',
    description:
      'Each pipeline build costs one request more. "needed": where a service deploys by a job or nothing is configured.',
  }),
  since: Since.optional().meta({
    more: true,
    title: 'Since',
    description: 'Builds that began before this date are left out.',
  }),
})
export type Config = z.infer<typeof Config>

export function isSelected({ jobs }: Pick<Config, 'jobs'>): (name: string) => boolean {
  return selects(jobs)
}

/** The repository that the settings give a job. */
export function repositoryByRule({ repositories }: Config, job: string): string | undefined {
  return repositories.find((rule) => compilePath(rule.jobs)(job))?.repository
}
