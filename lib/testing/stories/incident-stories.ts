// Stories on whose an incident is, what it is linked to, and how long it took to restore and to recover.
import { instant, sha, story } from '../scenario'
import { DAY, HOUR, scenario } from './scenario-shape'

/** root is the baseline of last week; a was delivered on Monday at 10:00 as d2. */
const base = () =>
  story('shop')
    .commit('root', 'Mon-1w 08:00')
    .deployed('root', 'Mon-1w 09:00')
    .commit('a', 'Mon 09:00')
    .deployed('a', 'Mon 10:00')

export const INCIDENT_STORIES = [
  scenario(
    'an incident within 24 h is linked to the latest deployment before it',
    // Exactly 24 h after d2. Restored after 2 h; d2 recovered 26 h after its finish.
    base().incident('i1', 'Tue 10:00').restored('i1', 'Tue 12:00'),
    {
      incidents: { incidents: [{ id: 'i1', timeToRestore: 2 * HOUR, deployment: 'd2', link: 'inferred' }] },
      deployments: {
        deployments: [
          {
            id: 'd2',
            reasons: [{ kind: 'incident', confidence: 'inferred', evidence: ['i1'] }],
            recoveredAt: instant('Tue 12:00'),
            recoveryTime: 26 * HOUR,
          },
        ],
      },
      metrics: { timeToRestore: { n: 1, open: 0, mean: 2 * HOUR }, recoveryTime: { n: 1, open: 0, mean: 26 * HOUR } },
    },
  ),
  scenario('a second after 24 h it is linked to nothing and still counted', base().incident('i1', 'Tue 10:00:01'), {
    incidents: { incidents: [{ id: 'i1', deployment: null, link: null, resolvedAt: null, timeToRestore: null }] },
    metrics: { timeToRestore: { n: 0, open: 1, median: null }, quality: { unlinked_incident: 1 } },
  }),
  scenario(
    'an explicit cause goes before the nearest deployment',
    base().commit('b', 'Mon 10:30').deployed('b', 'Mon 11:00').incident('i1', 'Mon 11:30', { deployment: 'd2' }),
    {
      incidents: { incidents: [{ deployment: 'd2', link: 'explicit' }] },
      deployments: {
        deployments: [
          { id: 'd2', failed: true },
          { id: 'd3', failed: false },
        ],
      },
      metrics: { recoveryTime: { n: 0, open: 1 } },
    },
  ),
  scenario(
    'a cause that resolves to nothing is as if absent',
    base().incident('i1', 'Mon 11:30', { deployment: 'lost', sha: 'lost', pullRequest: 99 }),
    { incidents: { incidents: [{ deployment: 'd2', link: 'inferred' }] } },
  ),
  scenario(
    'a cause by commit is the first deployment that contains it, long ago as it may be',
    base().commit('b', 'Tue 09:00').deployed('b', 'Tue 10:00').incident('i1', 'Sun 10:00', { sha: 'a' }),
    { incidents: { incidents: [{ deployment: 'd2', link: 'explicit' }] } },
  ),
  scenario(
    'a failed attempt fails only by an incident, and then counts in the rate',
    // Successful: d2; attempts: d3 with an incident, d4 without: 1 of 2.
    base()
      .failed('a', 'Mon 11:00')
      .failed('a', 'Mon 12:00')
      .incident('i1', 'Mon 11:05', { deployment: 'd3', resolved: 'Mon 12:00' }),
    {
      deployments: {
        deployments: [{ id: 'd2', failed: false }],
        attemptsFailed: [
          { id: 'd3', failed: true, recoveryTime: HOUR },
          { id: 'd4', failed: false },
        ],
      },
      metrics: {
        changeFailureRate: { failed: 1, total: 2, value: 0.5 },
        deploymentFrequency: { count: 1, attemptsFailed: 2 },
      },
    },
  ),
  scenario(
    'of two incidents the last end is the recovery, and while one is open there is none',
    base()
      .incident('i1', 'Mon 11:00', { resolved: 'Mon 12:00' })
      .incident('i2', 'Mon 11:30', { resolved: 'Mon 14:00' })
      .commit('b', 'Tue 09:00')
      .deployed('b', 'Tue 10:00')
      .incident('i3', 'Tue 11:00', { resolved: 'Tue 12:00' })
      .incident('i4', 'Tue 11:00'),
    {
      deployments: {
        deployments: [
          { id: 'd2', recoveryTime: 4 * HOUR, reasons: [{ evidence: ['i1', 'i2'] }] },
          { id: 'd3', failed: true, recoveredAt: null, recoveryTime: null },
        ],
      },
      // 1 h, 2.5 h and 1 h to restore.
      metrics: { timeToRestore: { n: 3, open: 1, median: HOUR, mean: 1.5 * HOUR }, recoveryTime: { n: 1, open: 1 } },
    },
  ),
  scenario(
    'the incident rule decides for incidents that name only the repository',
    story('shop', { incidents: { labels: ['shop'], severities: ['high'] } })
      .commit('a', 'Mon 09:00')
      .deployed('a', 'Mon 10:00')
      .incident('i1', 'Mon 11:00', { service: null, repository: 'acme/shop', labels: ['shop'], severity: 'high' })
      .incident('i2', 'Mon 12:00', { service: null, repository: 'acme/shop', labels: ['shop'], severity: 'low' })
      .incident('i3', 'Mon 13:00', { service: 'shop' })
      .incident('i4', 'Mon 14:00', { service: null }),
    { incidents: { incidents: [{ id: 'i1' }, { id: 'i3' }] } },
  ),
  scenario(
    'an incident of another service may name this one’s deployment',
    base().alsoService('till').incident('i1', 'Mon 11:00', { service: 'till', deployment: 'd2' }),
    {
      incidents: { incidents: [] },
      deployments: { deployments: [{ id: 'd2', reasons: [{ kind: 'incident', confidence: 'explicit' }] }] },
      metrics: { timeToRestore: { n: 0, open: 0 }, changeFailureRate: { failed: 1 } },
    },
  ),
  scenario(
    'what an incident names as its fix is rework',
    base()
      .commit('b', 'Tue 09:00')
      .deployed('b', 'Tue 10:00')
      .incident('i1', 'Mon 11:00', { fixedBy: { sha: sha('b') } }),
    {
      deployments: {
        deployments: [
          { id: 'd2', failed: true, rework: false },
          { id: 'd3', failed: false, rework: true },
        ],
      },
      metrics: { reworkRate: { rework: 1, total: 2, value: 0.5 } },
    },
  ),
  scenario(
    'without the struck incident the rollback is the recovery',
    // The incident ended on Tuesday, the rollback on Monday at 12:00: two hours after d2.
    base()
      .deployed('root', 'Mon 12:00')
      .incident('i1', 'Mon 11:00', { resolved: 'Tue 11:00' })
      .says('strike', 'Wed 10:00', { deployment: 'd2', reason: 'incident' }),
    {
      deployments: {
        deployments: [{ id: 'd2', reasons: [{ kind: 'rollback' }], recoveryTime: 2 * HOUR }, { id: 'd3' }],
      },
      incidents: { incidents: [{ id: 'i1', deployment: 'd2' }] },
    },
  ),
  scenario(
    'a person unlinks one incident and links another',
    base()
      .commit('b', 'Mon 11:00')
      .deployed('b', 'Mon 12:00')
      .incident('i1', 'Mon 12:30')
      .incident('i2', 'Sun 12:00')
      .says('strike', 'Sun 13:00', { incident: 'i1' })
      .says('add', 'Sun 13:00', { incident: 'i2', deployment: 'd2' }),
    {
      incidents: {
        incidents: [
          { id: 'i1', deployment: null, link: null },
          { id: 'i2', deployment: 'd2', link: 'explicit' },
        ],
      },
      deployments: {
        deployments: [
          { id: 'd2', failed: true },
          { id: 'd3', failed: false },
        ],
      },
      metrics: { quality: { unlinked_incident: 1 } },
    },
  ),
  scenario(
    'an incident that ends before it starts is a clock error, not a short one',
    base()
      .incident('i1', 'Mon 11:00', { resolved: 'Mon 10:30' })
      .incident('i2', 'Sat-1w 11:00', { resolved: 'Mon 11:00' }),
    // i2 lies outside d1's 24 h: 2 d to restore, linked to nothing. d2 recovered half an hour after its finish.
    {
      metrics: {
        timeToRestore: { n: 1, open: 0, median: 2 * DAY },
        recoveryTime: { n: 1, mean: HOUR / 2 },
        quality: { clock: 1 },
      },
    },
  ),
]
