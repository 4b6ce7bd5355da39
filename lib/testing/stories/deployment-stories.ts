// Stories on what counts as a deployment and how often one happens.
import { at, instant, sha, story } from '../scenario'
import { DAY, HOUR, MINUTE, scenario } from './scenario-shape'

export const DEPLOYMENT_STORIES = [
  scenario('an empty week has counts of 0 and no rates', story('shop'), {
    metrics: {
      deploymentFrequency: {
        count: 0,
        attemptsFailed: 0,
        perDay: null,
        days: 0,
        medianDaysPerWeek: null,
        medianInterval: null,
      },
      leadTime: { n: 0, median: null, mean: null, medianWithWaiting: null, waiting: 0 },
      flowEfficiency: { n: 0, active: null, total: null, value: null },
      changeFailureRate: { failed: 0, total: 0, value: null },
      reworkRate: { rework: 0, total: 0, value: null },
    },
  }),
  scenario(
    'three deployments on two days of one week',
    // 3 in 7 days; intervals of 2 h and 22 h have the median 12 h.
    story('shop')
      .commit('a', 'Mon 08:00')
      .deployed('a', 'Mon 10:00')
      .commit('b', 'Mon 11:00')
      .deployed('b', 'Mon 12:00')
      .commit('c', 'Tue 09:00')
      .deployed('c', 'Tue 10:00'),
    {
      metrics: {
        deploymentFrequency: { count: 3, perDay: 3 / 7, days: 2, medianDaysPerWeek: 2, medianInterval: 12 * HOUR },
      },
    },
  ),
  scenario(
    'the rate of an unfinished window counts the days that have passed',
    // 2 deployments in the 2 days until Wednesday; no ISO week has ended.
    story('shop').commit('a', 'Mon 08:00').deployed('a', 'Mon 10:00').deployed('a', 'Tue 10:00'),
    { metrics: { deploymentFrequency: { count: 2, perDay: 1, medianDaysPerWeek: null } } },
    { now: at('Wed 00:00') },
  ),
  scenario(
    'a week without any is part of the median once a deployment is known',
    // Weeks with 1, 0 and 0 days.
    story('shop').commit('a', 'Mon 08:00').deployed('a', 'Mon 10:00'),
    { metrics: { deploymentFrequency: { count: 1, perDay: 1 / 21, medianDaysPerWeek: 0 } } },
    { to: at('Mon+3w 00:00'), now: at('Mon+4w 00:00') },
  ),
  scenario(
    'failed attempts, staging and unfinished deployments are no deployments',
    story('shop')
      .commit('a', 'Mon 08:00')
      .failed('a', 'Mon 09:00')
      .deployed('a', 'Mon 10:00', { environment: 'staging' })
      .deployed('a', 'Mon 11:00', { status: 'cancelled' })
      .deployed('a', 'Mon 12:00', { finishedAt: undefined })
      .deployed('a', 'Mon 13:00', { environment: 'PRODUCTION' }),
    {
      metrics: { deploymentFrequency: { count: 1, attemptsFailed: 1 }, quality: { missing_finish: 1 } },
      deployments: { deployments: [{ id: 'd5' }], attemptsFailed: [{ id: 'd1', failed: false }] },
    },
  ),
  scenario(
    'the source has the word on production, and the service before it',
    // live is production by the source; the pattern of the service admits only eu-…
    story('shop', { productionEnvironments: ['^eu-'] })
      .commit('a', 'Mon 08:00')
      .deployed('a', 'Mon 10:00', { environment: 'live', production: true })
      .deployed('a', 'Mon 12:00', { environment: 'EU-west', production: false }),
    { deployments: { deployments: [{ id: 'd2' }] } },
  ),
  scenario(
    'another environment is measured by its exact name',
    story('shop')
      .commit('a', 'Mon 08:00')
      .deployed('a', 'Mon 10:00')
      .deployed('a', 'Mon 11:00', { environment: 'staging' }),
    {
      metrics: { environment: 'staging', deploymentFrequency: { count: 1 } },
      deployments: { deployments: [{ id: 'd2' }] },
    },
    { environment: 'staging' },
  ),
  scenario(
    'regions of one sha are one deployment, an hour after the last is still in it',
    // d2 starts exactly 1 h after d1 ended; d3 is a region that is in it already, so a deployment of its own.
    story('shop', { productionEnvironments: ['prod'] })
      .commit('a', 'Mon 08:00')
      .deployed('a', 'Mon 10:00', { environment: 'prod-eu', started: 'Mon 09:50' })
      .deployed('a', 'Mon 11:10', { environment: 'prod-us', started: 'Mon 11:00' })
      .deployed('a', 'Mon 11:40', { environment: 'prod-eu', started: 'Mon 11:30' }),
    {
      deployments: {
        deployments: [
          { id: 'd1', startedAt: instant('Mon 09:50'), finishedAt: instant('Mon 11:10') },
          { id: 'd3', startedAt: instant('Mon 11:30'), finishedAt: instant('Mon 11:40') },
        ],
      },
    },
  ),
  scenario(
    'a region that starts an hour and a minute later is another deployment',
    story('shop', { productionEnvironments: ['prod'] })
      .commit('a', 'Mon 08:00')
      .deployed('a', 'Mon 10:00', { environment: 'prod-eu' })
      .deployed('a', 'Mon 11:01', { environment: 'prod-us' }),
    { metrics: { deploymentFrequency: { count: 2, medianInterval: 61 * MINUTE } } },
  ),
  scenario(
    'pipeline runs whose name says deploy, each attempt its own',
    story('shop', { deployments: { from: 'pipeline_run' } })
      .commit('a', 'Mon 08:00')
      .ran('7', 'a', 'Deploy production', 'Mon 09:00', { finished: 'Mon 09:10', status: 'timed_out' })
      .ran('7', 'a', 'Deploy production', 'Mon 10:00', { finished: 'Mon 10:10', attempt: 2 })
      .ran('8', 'a', 'Tests', 'Mon 11:00', { finished: 'Mon 11:10' }),
    { deployments: { deployments: [{ id: 'run:7/2', sha: sha('a') }], attemptsFailed: [{ id: 'run:7/1' }] } },
  ),
  scenario(
    'jobs take the sha from their run; without the run it is unknown',
    story('shop', { deployments: { from: 'job', match: '^release$' } })
      .commit('a', 'Mon 08:00')
      .ran('7', 'a', 'Main', 'Mon 09:00', { finished: 'Mon 10:10' })
      .job('7', '1', 'Release', { started: 'Mon 10:00', finished: 'Mon 10:05' })
      .job('9', '2', 'release', { started: 'Mon 11:00', finished: 'Mon 11:05' }),
    {
      deployments: {
        deployments: [
          { id: 'job:7/1/1', sha: sha('a') },
          { id: 'job:9/1/2', sha: null },
        ],
      },
      metrics: { quality: { unknown_sha: 1, baseline: 1 } },
    },
  ),
  scenario(
    'tags of versions, without the preliminary ones',
    // v1.0.0-rc.1 does not match, v1.0.1 is marked; v1.0.2 counts when it was published.
    story('shop', { deployments: { from: 'tag' } })
      .commit('a', 'Mon 08:00')
      .tagged('v1.0.0-rc.1', 'a', 'Mon 09:00')
      .tagged('v1.0.1', 'a', 'Mon 10:00', { prerelease: true })
      .tagged('v1.0.2', 'a', 'Mon 11:00', { publishedAt: instant('Mon 12:00') }),
    { deployments: { deployments: [{ id: 'tag:v1.0.2', startedAt: null, finishedAt: instant('Mon 12:00') }] } },
  ),
  scenario(
    'merges into the default branch deploy their landing commit',
    story('shop', { deployments: { from: 'merge' } })
      .commit('a', 'Mon 08:00')
      .pullRequest(1, { opened: 'Mon 07:00', merged: 'Mon 08:00', landing: 'a' })
      .commit('b', 'Mon 09:00')
      .pullRequest(2, { opened: 'Mon 08:30', merged: 'Mon 09:00', landing: 'b' })
      .pullRequest(3, { opened: 'Mon 08:30', merged: 'Mon 09:30', base: 'develop', commits: { c: 'Mon 08:00' } }),
    // The first is the baseline; the second took from 08:30 to 09:00.
    {
      deployments: {
        deployments: [
          { id: 'pr:1', changes: 0 },
          { id: 'pr:2', sha: sha('b'), changes: 1 },
        ],
      },
      changes: { changes: [{ id: 'pr:2', leadTime: HOUR / 2 }], excluded: [{ id: 'pr:1', reason: 'baseline' }] },
    },
  ),
  scenario(
    'in a monorepo a deployment of the repository counts only if it moves the paths',
    // d1 is the first; b touches only docs; c touches api; d4 is the same sha again; going back from d to c touches docs only.
    story('api', { paths: ['api/**'] })
      .commit('a', 'Mon 08:00', { paths: ['api/x.ts'] })
      .deployed('a', 'Mon 09:00', { repository: 'acme/api' })
      .commit('b', 'Mon 09:10', { paths: ['docs/a.md'] })
      .deployed('b', 'Mon 10:00', { repository: 'acme/api' })
      .commit('c', 'Mon 10:10', { paths: ['api/deep/y.ts'] })
      .deployed('c', 'Mon 11:00', { repository: 'acme/api' })
      .deployed('c', 'Mon 12:00', { repository: 'acme/api' })
      .commit('d', 'Mon 12:10', { paths: ['docs/b.md'] })
      .deployed('d', 'Mon 13:00')
      .deployed('c', 'Mon 14:00', { repository: 'acme/api' }),
    {
      deployments: {
        deployments: [
          { id: 'd1', changes: 0 },
          { id: 'd3', changes: 1 },
          { id: 'd4', changes: 0 },
          { id: 'd5', changes: 0 },
        ],
      },
    },
  ),
  scenario(
    'deployments at one instant go by their ids, and days by the zone of the service',
    // 23:30 UTC on Monday is Tuesday in Berlin: one day with Tuesday 10:00.
    story('shop', { timeZone: 'Europe/Berlin' })
      .commit('a', 'Mon 08:00')
      .commit('b', 'Mon 09:00')
      .deployed('b', 'Mon 23:30', { id: 'z' })
      .deployed('a', 'Mon 23:30', { id: 'y' })
      .deployed('b', 'Tue 10:00', { id: 'x' }),
    {
      metrics: { deploymentFrequency: { count: 3, days: 1 } },
      deployments: {
        deployments: [
          { id: 'y', changes: 0 },
          { id: 'z', changes: 1 },
          { id: 'x', changes: 0 },
        ],
      },
    },
  ),
  scenario(
    'a window at or before the first deployment has no rate yet',
    story('shop').commit('a', 'Mon 08:00').deployed('a', 'Mon+1w 00:00'),
    { metrics: { deploymentFrequency: { count: 0, perDay: null, medianDaysPerWeek: null } } },
  ),
  scenario(
    'a finish at the first instant is in the window, at the end it is not',
    story('shop')
      .commit('a', 'Mon-1w 08:00')
      .deployed('a', 'Mon 00:00')
      .commit('b', 'Sun 08:00')
      .deployed('b', 'Mon+1w 00:00', { started: 'Sun 23:00' }),
    {
      deployments: { deployments: [{ id: 'd1' }] },
      metrics: { deploymentFrequency: { perDay: 1 / ((7 * DAY) / DAY) } },
    },
  ),
]
