// How GitHub's people, bots and ghosts become what a record calls its author.
import { z } from 'zod'

/** As GraphQL, REST and webhooks say it; null is an account that was deleted. */
export const Actor = z
  .object({
    login: z.string().min(1),
    __typename: z.string().optional(),
    type: z.string().optional(),
    name: z.string().nullish(),
  })
  .nullish()
  .transform((actor) => {
    if (!actor) return { author: 'ghost', name: undefined }
    const bot = actor.__typename === 'Bot' || actor.type === 'Bot'
    // REST says dependabot[bot], GraphQL dependabot of the type Bot.
    const author = bot && !actor.login.endsWith('[bot]') ? `${actor.login}[bot]` : actor.login
    return { author, name: bot ? undefined : actor.name?.trim() || undefined }
  })
export type Actor = z.output<typeof Actor>

/** The selection that `Actor` reads. */
export const ACTOR = '{ __typename login ... on User { name } }'
