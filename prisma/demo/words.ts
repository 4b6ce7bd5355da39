// The demo's names: people who do not exist, and what they work on.
import type { Chance } from './chance'
import type { ServiceStory } from './story'

export const TEAMS: Record<string, readonly string[]> = {
  Storefront: ['mira-okafor', 'jonas-weber', 'lena-brandt', 'tariq-aziz', 'sofia-rossi', 'emil-larsen', 'nina-petrova'],
  Platform: ['oliver-finch', 'grace-mbeki', 'hugh-tanner', 'ines-duarte', 'kofi-asante', 'rosa-quinn'],
  Data: ['dana-whitlock', 'marcus-hale', 'yuki-tanabe', 'priya-nair', 'caleb-stone'],
}

/** Who may review a gateway change until the working agreement. */
export const GATEWAY_REVIEWERS: readonly string[] = ['hugh-tanner', 'grace-mbeki']

export const DEPENDABOT = 'dependabot[bot]'
export const RENOVATE = 'renovate[bot]'
export const REVIEW_BOT = 'review-assistant[bot]'

const TOPICS: Record<string, readonly string[]> = {
  shop: ['product page', 'search filters', 'wish list', 'category tree', 'gift cards', 'image gallery', 'stock badge'],
  checkout: ['payment form', 'voucher field', 'address check', 'order summary', 'express checkout', 'tax rounding'],
  accounts: ['sign-in', 'password reset', 'two-factor codes', 'session store', 'profile page', 'consent log'],
  gateway: ['rate limiter', 'routing table', 'token cache', 'request log', 'retry budget', 'header filter'],
  reports: ['revenue report', 'returns report', 'export queue', 'daily rollup', 'currency table', 'cohort query'],
  ledger: ['posting rules', 'period close', 'audit trail', 'exchange rates', 'balance check'],
}

const DEEDS: readonly (readonly [kind: string, label: string, deed: string, weight: number])[] = [
  ['feat', 'feature', 'show more in the', 3],
  ['feat', 'feature', 'add keyboard access to the', 1],
  ['feat', 'feature', 'let customers choose in the', 2],
  ['feat', 'feature', 'translate the', 1],
  ['fix', 'bug', 'keep the order in the', 2],
  ['fix', 'bug', 'handle an empty answer in the', 2],
  ['fix', 'bug', 'stop a double submit in the', 1],
  ['refactor', 'tech-debt', 'simplify the', 2],
  ['test', 'tech-debt', 'cover the', 1],
  ['perf', 'feature', 'load less for the', 1],
  ['chore', 'tech-debt', 'drop an old flag of the', 1],
  ['fix', 'security', 'validate input of the', 0.6],
]

const PACKAGES = ['eslint', 'fastify', 'pg', 'react', 'typescript', 'undici', 'vite', 'zod', 'luxon', 'sharp']

export type Work = { title: string; branch: string; labels: string[] }

export function topicOf({ name }: ServiceStory, chance: Chance): string {
  return chance.pick(TOPICS[name] ?? ['docs'])
}

/** A piece of work by conventional words, its branch and its labels. */
export function nameWork(story: ServiceStory, chance: Chance): Work {
  const [kind, label, deed] = chance.weighted(DEEDS.map((one) => [one, one[3]] as const))
  const topic = topicOf(story, chance)
  const scope = story.folder ?? story.name
  const branch = `${kind}/${`${deed} ${topic}`.replaceAll(' ', '-')}-${chance.whole(100, 999)}`
  const labels = chance.happens(0.75) ? [label] : []
  return { title: `${kind}(${scope}): ${deed} ${topic}`, branch, labels }
}

export function nameUpdate(bot: string, chance: Chance): Work {
  const name = chance.pick(PACKAGES)
  const version = `${chance.whole(1, 9)}.${chance.whole(0, 20)}.${chance.whole(0, 9)}`
  const branch = bot === RENOVATE ? `renovate/${name}-${version}` : `dependabot/npm_and_yarn/${name}-${version}`
  const labels = chance.happens(0.08) ? ['dependencies', 'security'] : ['dependencies']
  return { title: `chore(deps): bump ${name} to ${version}`, branch, labels }
}

const TROUBLES: Record<string, readonly string[]> = {
  shop: ['Product pages answer slowly', 'Search finds nothing', 'Prices are missing in some categories'],
  checkout: [
    'Payments are refused',
    'Checkout shows an error page',
    'Vouchers are not accepted',
    'Orders are sent twice',
  ],
  accounts: ['Sign-in fails for some customers', 'Password mails are late', 'Sessions end too early'],
  gateway: ['Errors 502 at the edge', 'Requests are limited too early', 'Latency at the edge has doubled'],
  reports: ['The revenue report is empty', 'Exports stay in the queue', 'Numbers of yesterday are missing'],
  ledger: ['Postings of a batch are rejected', 'The period cannot be closed'],
}

export function nameTrouble({ name }: ServiceStory, chance: Chance): string {
  return chance.pick(TROUBLES[name] ?? ['Something is wrong'])
}

const FILES = ['index.ts', 'routes.ts', 'store.ts', 'view.ts', 'config.ts', 'schema.ts']

/** Files that a change of a monorepo's folder touches; now and then of the shared folder too. */
export function nameFiles(folder: string, title: string, chance: Chance): string[] {
  const files = new Set<string>()
  for (let left = chance.whole(1, 3); left > 0; left -= 1) files.add(`${folder}/src/${chance.pick(FILES)}`)
  if (/^feat|^fix/.test(title) && chance.happens(0.6)) files.add(`${folder}/test/${chance.pick(FILES)}`)
  if (chance.happens(0.04)) files.add(`shared/src/${chance.pick(FILES)}`)
  return [...files].sort()
}
