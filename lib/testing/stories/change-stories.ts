// Stories on which changes a deployment delivered, and which are left out.
import { at, sha, story } from '../scenario'
import { DAY, HOUR, scenario } from './scenario-shape'

const base = () => story('shop').commit('root', 'Mon-1w 08:00').deployed('root', 'Mon-1w 09:00')

export const CHANGE_STORIES = [
  scenario(
    'a merged branch is one change, its merge commit none',
    base()
      .commit('c1', 'Tue 08:00')
      .commit('c2', 'Tue 09:00')
      .commit('m', 'Tue 10:00', { parents: ['root', 'c2'] })
      .pullRequest(1, {
        opened: 'Tue 09:00',
        merged: 'Tue 10:00',
        landing: 'm',
        commits: { c1: 'Tue 08:00', c2: 'Tue 09:00' },
      })
      .deployed('m', 'Tue 12:00'),
    { deployments: { deployments: [{ changes: 1 }] }, changes: { changes: [{ id: 'pr:1', leadTime: 4 * HOUR }] } },
  ),
  scenario(
    'a redeployment delivers nothing, and a change stays with its first deployment',
    base().commit('a', 'Tue 08:00').deployed('a', 'Tue 09:00').deployed('root', 'Tue 10:00').deployed('a', 'Tue 11:00'),
    {
      deployments: {
        deployments: [
          { id: 'd2', changes: 1 },
          { id: 'd3', changes: 0 },
          { id: 'd4', changes: 0 },
        ],
      },
    },
  ),
  scenario(
    'a release pull request is an aggregate of those it carries',
    // 1 merged into develop on Tuesday; 2 merges develop into main on Wednesday: its list holds f of 1 and the merge m1.
    base()
      .commit('f', 'Tue 08:00')
      .commit('m1', 'Tue 10:00', { parents: ['root', 'f'] })
      .pullRequest(1, {
        opened: 'Tue 09:00',
        merged: 'Tue 10:00',
        landing: 'm1',
        base: 'develop',
        commits: { f: 'Tue 08:00' },
      })
      .commit('m2', 'Wed 10:00', { parents: ['root', 'm1'] })
      .pullRequest(2, {
        opened: 'Wed 09:00',
        merged: 'Wed 10:00',
        landing: 'm2',
        branch: 'develop',
        commits: { f: 'Tue 08:00', m1: 'Tue 10:00' },
      })
      .deployed('m2', 'Wed 12:00'),
    {
      deployments: { deployments: [{ id: 'd2', changes: 1 }] },
      changes: {
        changes: [{ id: 'pr:1', leadTime: 28 * HOUR }],
        excluded: [{ id: 'pr:2', reason: 'aggregate', deployment: 'd2' }],
      },
      metrics: { quality: { aggregate: 1 }, leadTime: { medianWithWaiting: 28 * HOUR, waiting: 0 } },
    },
  ),
  scenario(
    'a squashed release delivers what it lists',
    // The commit of 1 never reaches main; the squash q of 2 brings it all the same.
    base()
      .commit('f', 'Tue 08:00')
      .pullRequest(1, {
        opened: 'Tue 09:00',
        merged: 'Tue 10:00',
        landing: 'f',
        base: 'develop',
        commits: { f: 'Tue 08:00' },
      })
      .commit('q', 'Wed 10:00', { parents: ['root'] })
      .pullRequest(2, {
        opened: 'Wed 09:00',
        merged: 'Wed 10:00',
        landing: 'q',
        branch: 'develop',
        commits: { f: 'Tue 08:00' },
      })
      .deployed('q', 'Wed 12:00'),
    {
      changes: {
        changes: [{ id: 'pr:1', leadTime: 28 * HOUR }],
        excluded: [{ id: 'pr:2', reason: 'aggregate' }],
        waiting: [],
      },
    },
  ),
  scenario(
    'a start after its stop is left out as a clock error',
    base()
      .commit('a', 'Tue 10:00', { authored: 'Tue 13:00' })
      .deployed('a', 'Tue 12:00')
      .commit('b', 'Tue 12:30')
      .deployed('b', 'Tue 13:30'),
    {
      deployments: { deployments: [{ changes: 1 }, { changes: 1 }] },
      changes: { changes: [{ id: `commit:${sha('b')}` }], excluded: [{ id: `commit:${sha('a')}`, reason: 'clock' }] },
      metrics: { leadTime: { n: 1, median: HOUR }, quality: { clock: 1 } },
    },
  ),
  scenario(
    'the work of bots is listed and counted but has no lead time',
    base().commit('a', 'Tue 08:00', { by: 'renovate[bot]' }).deployed('a', 'Tue 10:00'),
    {
      deployments: { deployments: [{ changes: 1 }] },
      changes: { changes: [{ bot: true, leadTime: 2 * HOUR }] },
      metrics: { leadTime: { n: 0, median: null }, flowEfficiency: { n: 0, value: null } },
    },
  ),
  scenario(
    'a commit belongs where the source says before where a list says',
    // c stands in the list of 1, but the source names 2: then 1 carries only 2 and is an aggregate.
    base()
      .commit('c', 'Tue 08:00', { pullRequest: 2 })
      .pullRequest(1, { opened: 'Tue 08:00', merged: 'Tue 09:00', commits: { c: 'Tue 08:00' } })
      .pullRequest(2, { opened: 'Tue 08:30', merged: 'Tue 10:00', landing: 'c' })
      .deployed('c', 'Tue 12:00'),
    { changes: { changes: [{ id: 'pr:2', leadTime: 4 * HOUR }], excluded: [{ id: 'pr:1', reason: 'aggregate' }] } },
  ),
  scenario(
    'a monorepo service has only what touches its paths; a merge brings what its branch brings',
    // m brings c (api); w touches web only; u has no known paths and is reported.
    story('api', { paths: ['api/**'] })
      .commit('root', 'Mon-1w 08:00', { paths: ['api/a.ts'] })
      .deployed('root', 'Mon-1w 09:00')
      .commit('c', 'Tue 08:00', { paths: ['api/b.ts'] })
      .commit('m', 'Tue 09:00', { parents: ['root', 'c'] })
      .pullRequest(1, { opened: 'Tue 08:30', merged: 'Tue 09:00', landing: 'm' })
      .commit('w', 'Tue 09:30', { paths: ['web/a.ts'] })
      .commit('u', 'Tue 09:40')
      .deployed('u', 'Tue 10:00'),
    // c has no list to stand in, so it is direct; 1 has no own commits and starts when opened.
    {
      changes: {
        changes: [
          { id: `commit:${sha('c')}`, leadTime: 2 * HOUR },
          { id: 'pr:1', leadTime: 1.5 * HOUR },
        ],
      },
      metrics: { quality: { unknown_paths: 1 } },
    },
  ),
  scenario(
    'quantiles interpolate',
    // Lead times of 1, 2, 3 and 5 days: median 2.5, p75 3.5, p90 4.4, mean 2.75.
    base()
      .commit('a', 'Sat 00:00', { authored: 'Fri 00:00' })
      .commit('b', 'Sat 00:00', { authored: 'Thu 00:00' })
      .commit('c', 'Sat 00:00', { authored: 'Wed 00:00' })
      .commit('d', 'Sat 00:00', { authored: 'Mon 00:00' })
      .deployed('d', 'Sat 00:00'),
    { metrics: { leadTime: { n: 4, median: 2.5 * DAY, p75: 3.5 * DAY, p90: 380_160, mean: 2.75 * DAY } } },
    { to: at('Sun 00:00') },
  ),
]
