// The plot: six services of a fictional company in three teams, as the numbers that all else is drawn from.
import type { ServiceStory } from './story'

export const BERLIN = 'Europe/Berlin'
export const LONDON = 'Europe/London'
export const NEW_YORK = 'America/New_York'

const EVERY_WORKDAY = [1, 2, 3, 4, 5]

/** Monthly releases become daily ones. */
const shop: ServiceStory = {
  name: 'shop',
  team: 'Storefront',
  repository: 'acme/shop',
  zone: BERLIN,
  rule: { from: 'deployment' },
  regions: ['production'],
  pipelineSplitAt: 46,
  changesAWeek: [
    [0, 4.5],
    [40, 5],
    [56, 8],
  ],
  botsAWeek: 1,
  directShare: 0.03,
  styles: [
    { from: 0, style: 'merge' },
    { from: 38, style: 'squash' },
  ],
  codingHours: [
    [0, 8],
    [36, 7],
    [50, 1.6],
  ],
  pickupHours: [
    [0, 8],
    [36, 7],
    [50, 2.2],
  ],
  reviewHours: [
    [0, 4],
    [36, 4],
    [50, 0.7],
  ],
  mergeHours: [
    [0, 5],
    [36, 4],
    [50, 0.7],
  ],
  lines: [
    [0, 260],
    [36, 240],
    [52, 60],
  ],
  buildMinutes: [
    [0, 36],
    [45, 39],
    [46, 9],
  ],
  redShare: [
    [0, 0.14],
    [38, 0.12],
    [52, 0.04],
  ],
  deployMinutes: [
    [0, 70],
    [44, 35],
    [50, 7],
  ],
  paces: [
    { from: 0, everyWeeks: 4, days: [2], hours: [10], stagingHours: 52, branches: true },
    { from: 37, days: [3], hours: [10], stagingHours: 22, branches: true },
    { from: 44, days: [2, 4], hours: [10.5], stagingHours: 3 },
    { from: 50, days: EVERY_WORKDAY, hours: [10.5, 15], stagingHours: 0.6 },
  ],
  failures: [
    [0, 0.5],
    [36, 0.4],
    [46, 0.16],
    [54, 0.05],
  ],
  repairs: [
    ['hotfix', 4],
    ['rollback', 2],
    ['revert', 1],
    ['patience', 1],
  ],
  repairHours: [
    [0, 7],
    [40, 4],
    [52, 0.9],
  ],
}

/** Ships daily to two regions, and has one bad month. */
const checkout: ServiceStory = {
  ...shop,
  name: 'checkout',
  repository: 'acme/checkout',
  rule: { from: 'deployment', match: '^main$' },
  regions: ['production-eu', 'production-us'],
  pipelineSplitAt: undefined,
  changesAWeek: [
    [0, 4.5],
    [54, 5],
    [57, 6.5],
    [61, 6],
    [64, 4.5],
  ],
  styles: [{ from: 0, style: 'squash' }],
  codingHours: 1.8,
  pickupHours: 3,
  reviewHours: 1.1,
  mergeHours: 1,
  lines: [
    [0, 90],
    [56, 110],
    [58, 260],
    [61, 220],
    [64, 80],
  ],
  buildMinutes: 12,
  redShare: [
    [0, 0.05],
    [57, 0.14],
    [63, 0.05],
  ],
  deployMinutes: 9,
  paces: [{ from: 0, days: EVERY_WORKDAY, hours: [11, 15.5], stagingHours: 1 }],
  failures: [
    [0, 0.06],
    [56.5, 0.06],
    [57, 0.62],
    [61.5, 0.62],
    [62, 0.08],
    [66, 0.045],
  ],
  repairs: [
    ['rollback', 4],
    ['hotfix', 4],
    ['revert', 1],
    ['patience', 1],
  ],
  repairHours: [
    [0, 1.2],
    [57, 2.6],
    [61, 2.4],
    [64, 0.9],
  ],
}

/** The healthy half of the monorepo. */
const accounts: ServiceStory = {
  ...checkout,
  name: 'accounts',
  team: 'Platform',
  repository: 'acme/platform',
  folder: 'accounts',
  zone: LONDON,
  rule: { from: 'pipeline_run', match: '^Deploy accounts$' },
  regions: ['production'],
  changesAWeek: 4,
  styles: [{ from: 0, style: 'merge' }],
  codingHours: 1.5,
  pickupHours: 3,
  reviewHours: 0.9,
  lines: 70,
  buildMinutes: 14,
  redShare: 0.05,
  deployMinutes: 6,
  paces: [{ from: 0, days: EVERY_WORKDAY, hours: [9.75, 11.5, 14, 16], stagingHours: 0.5 }],
  failures: 0.045,
  repairHours: 0.8,
}

/** The other half: its changes wait for the only two people who may review them. */
const gateway: ServiceStory = {
  ...accounts,
  name: 'gateway',
  folder: 'gateway',
  rule: { from: 'pipeline_run', match: '^Deploy gateway$' },
  changesAWeek: 3.5,
  botsAWeek: 0.7,
  pickupHours: [
    [0, 7],
    [40, 12],
    [70, 24],
    [72, 18],
    [74, 6],
    [78, 4],
  ],
  reviewHours: [
    [0, 3],
    [40, 5],
    [70, 9],
    [74, 2],
  ],
  failures: 0.06,
}

/** Releases twice a week from the last job of a pipeline. */
const reports: ServiceStory = {
  ...accounts,
  name: 'reports',
  team: 'Data',
  repository: 'acme/reports',
  folder: undefined,
  zone: NEW_YORK,
  rule: { from: 'job', match: '^deploy production$' },
  changesAWeek: 3,
  directShare: 0.12,
  styles: [{ from: 0, style: 'rebase' }],
  codingHours: 4,
  pickupHours: 4,
  reviewHours: 1.5,
  lines: 120,
  buildMinutes: [
    [0, 16],
    [78, 27],
  ],
  redShare: 0.09,
  deployMinutes: 18,
  paces: [{ from: 0, days: [2, 4], hours: [11], stagingHours: 3 }],
  failures: 0.09,
  repairs: [
    ['revert', 3],
    ['hotfix', 2],
    ['patience', 3],
  ],
  repairHours: 3,
}

/** Quiet and careful: a tag every few weeks. */
const ledger: ServiceStory = {
  ...reports,
  name: 'ledger',
  repository: 'acme/ledger',
  rule: { from: 'tag' },
  changesAWeek: 0.8,
  botsAWeek: 0.25,
  directShare: 0.08,
  styles: [{ from: 0, style: 'squash' }],
  buildMinutes: 21,
  paces: [{ from: 0, everyWeeks: 3, days: [3], hours: [14], stagingHours: 40, branches: true }],
  failures: 0.07,
  repairs: [['hotfix', 1]],
  repairHours: 5,
}

export const STORIES: readonly ServiceStory[] = [shop, checkout, accounts, gateway, reports, ledger]
