// Stories on what waits, and on the median that counts the waiting.
import { at, instant, sha, story } from '../scenario'
import { DAY, HOUR, scenario } from './scenario-shape'

const base = (repository = {}) =>
  story('shop', {}, repository).commit('root', 'Mon-1w 08:00').deployed('root', 'Mon-1w 09:00')

export const WAITING_STORIES = [
  scenario(
    'open, merged and direct work waits; closed, bots and later work does not',
    // As of Monday next week 00:00. 1 open, 2 merged, 3 closed, 4 a bot's, 5 opened later, 6 merged at that instant: still open.
    base({ headSha: sha('a') })
      .commit('m', 'Tue 10:00')
      .commit('a', 'Wed 00:00')
      .pullRequest(1, { opened: 'Sun 00:00' })
      .pullRequest(2, { opened: 'Tue 09:00', merged: 'Tue 10:00', landing: 'm' })
      .pullRequest(3, { opened: 'Tue 09:00', closed: 'Tue 10:00' })
      .pullRequest(4, { opened: 'Tue 09:00', by: 'renovate[bot]' })
      .pullRequest(5, { opened: 'Mon+1w 00:00' })
      .pullRequest(6, { opened: 'Sat 00:00', merged: 'Mon+1w 00:00', landing: 'later' }),
    {
      changes: {
        waiting: [
          { id: 'pr:2', since: instant('Tue 09:00'), age: 5 * DAY + 15 * HOUR },
          { id: `commit:${sha('a')}`, since: instant('Wed 00:00'), age: 5 * DAY },
          { id: 'pr:6', since: instant('Sat 00:00'), age: 2 * DAY },
          { id: 'pr:1', since: instant('Sun 00:00'), age: DAY },
        ],
      },
    },
  ),
  scenario(
    'a delivery after the instant is not known yet',
    base()
      .commit('m', 'Tue 10:00')
      .pullRequest(2, { opened: 'Tue 09:00', merged: 'Tue 10:00', landing: 'm' })
      .deployed('m', 'Wed 10:00'),
    { changes: { changes: [{ id: 'pr:2' }], waiting: [{ id: 'pr:2', age: 23 * HOUR }] } },
    { now: at('Wed 08:00') },
  ),
  scenario('a direct commit that is on no line never waits', base().commit('a', 'Tue 10:00'), {
    changes: { waiting: [] },
    metrics: { leadTime: { medianWithWaiting: null, waiting: 0 } },
  }),
  scenario(
    'the median with the waiting is later than the one without',
    // Lead times 1 d and 4 d, censored 3 d and 5 d. S: 3/4 at 1 d; at 4 d two at risk: 3/4 * 1/2 = 3/8.
    story('shop')
      .commit('root', 'Mon-1w 08:00')
      .deployed('root', 'Mon-1w 09:00')
      .commit('a', 'Tue 00:00')
      .pullRequest(1, { opened: 'Tue 00:00', merged: 'Tue 00:00', landing: 'a' })
      .deployed('a', 'Wed 00:00')
      .commit('b', 'Tue 00:00')
      .pullRequest(2, { opened: 'Tue 00:00', merged: 'Tue 00:00', landing: 'b' })
      .deployed('b', 'Sat 00:00')
      .commit('c', 'Fri 00:00')
      .pullRequest(3, { opened: 'Fri 00:00', merged: 'Fri 00:00', landing: 'c' })
      .commit('d', 'Wed 00:00')
      .pullRequest(4, { opened: 'Wed 00:00', merged: 'Wed 00:00', landing: 'd' }),
    { metrics: { leadTime: { n: 2, median: 2.5 * DAY, medianWithWaiting: 4 * DAY, waiting: 2 } } },
  ),
  scenario(
    'one half delivered at the first step is the median, and equal times deliver first',
    // 1 d delivered, 1 d censored: both at risk, S = 1/2 at 1 d.
    base()
      .commit('a', 'Mon 00:00')
      .pullRequest(1, { opened: 'Mon 00:00', merged: 'Mon 00:00', landing: 'a' })
      .deployed('a', 'Tue 00:00')
      .commit('b', 'Sun 00:00')
      .pullRequest(2, { opened: 'Sun 00:00', merged: 'Sun 00:00', landing: 'b' }),
    { metrics: { leadTime: { medianWithWaiting: DAY, waiting: 1 } } },
  ),
  scenario(
    'a stacked pull request reaches the line with the one that carries it',
    // 1 into develop in the week before; 2 carries it to main on Tuesday: both censored, 1 at 9 d, 2 at 6 d.
    base()
      .commit('f', 'Sat-1w 00:00')
      .pullRequest(1, { opened: 'Sat-1w 00:00', merged: 'Sun-1w 00:00', landing: 'f', base: 'develop' })
      .commit('g', 'Tue 00:00')
      .pullRequest(2, { opened: 'Tue 00:00', merged: 'Tue 00:00', landing: 'g', commits: { g: 'Tue 00:00' } }),
    {
      metrics: { leadTime: { waiting: 2, medianWithWaiting: null } },
      changes: {
        waiting: [
          { id: 'pr:1', age: 9 * DAY },
          { id: 'pr:2', age: 6 * DAY },
        ],
      },
    },
  ),
]
