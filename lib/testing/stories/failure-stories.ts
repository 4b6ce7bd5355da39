// Stories on which deployments failed, what repaired them, and what people said.
import { at, sha, story } from '../scenario'
import { DAY, HOUR, scenario } from './scenario-shape'

/** root is the baseline of last week; a was delivered on Monday at 10:00 as d2. */
const base = () =>
  story('shop')
    .commit('root', 'Mon-1w 08:00')
    .deployed('root', 'Mon-1w 09:00')
    .commit('a', 'Mon 09:00')
    .deployed('a', 'Mon 10:00')

export const FAILURE_STORIES = [
  scenario(
    'going back to an earlier state within 7 days fails the one before',
    // Back to root exactly 7 d later: d2 failed, recovery takes 7 d; d3 is rework.
    base().deployed('root', 'Mon+1w 10:00'),
    {
      deployments: {
        deployments: [
          {
            id: 'd2',
            failed: true,
            reasons: [{ kind: 'rollback', confidence: 'inferred', evidence: ['d3'] }],
            recoveryTime: 7 * DAY,
            rework: false,
          },
          { id: 'd3', failed: false, rework: true },
        ],
      },
      metrics: {
        changeFailureRate: { failed: 1, total: 2, value: 0.5 },
        recoveryTime: { n: 1, open: 0, median: 7 * DAY },
        reworkRate: { rework: 1, total: 2, value: 0.5 },
      },
    },
    { to: at('Mon+2w 00:00'), now: at('Mon+3w 00:00') },
  ),
  scenario('a second after 7 days it is no rollback', base().deployed('root', 'Mon+1w 10:00:01'), {
    deployments: { deployments: [{ id: 'd2', failed: false }] },
  }),
  scenario('rolling forward again fails nothing', base().deployed('root', 'Mon 11:00').deployed('a', 'Mon 12:00'), {
    deployments: {
      deployments: [
        { id: 'd2', failed: true },
        { id: 'd3', failed: false },
        { id: 'd4', failed: false },
      ],
    },
  }),
  scenario(
    'going back past a side branch is a rollback although it is no ancestor',
    // x and a are both children of root: x is not an ancestor of a, but was deployed before it.
    story('shop')
      .commit('root', 'Mon 07:00')
      .deployed('root', 'Mon 07:30')
      .commit('x', 'Mon 08:00', { parents: ['root'] })
      .deployed('x', 'Mon 09:00')
      .commit('a', 'Mon 09:30', { parents: ['root'] })
      .deployed('a', 'Mon 10:00')
      .deployed('x', 'Mon 11:00'),
    {
      deployments: {
        deployments: [{ id: 'd1' }, { id: 'd2', failed: false }, { id: 'd3', failed: true }, { id: 'd4' }],
      },
    },
  ),
  scenario(
    'a revert of a delivered commit, delivered two deployments later',
    base()
      .commit('b', 'Mon 11:00')
      .deployed('b', 'Mon 12:00')
      .commit('r', 'Tue 09:00', { body: `This reverts commit ${sha('a').slice(0, 7)}.` })
      .deployed('r', 'Tue 10:00'),
    {
      deployments: {
        deployments: [
          { id: 'd2', reasons: [{ kind: 'revert', evidence: ['d4', sha('r')] }], recoveryTime: DAY },
          { id: 'd3', failed: false },
          { id: 'd4', failed: false, rework: true },
        ],
      },
    },
  ),
  scenario(
    'a revert with its commit in one deployment fails nothing, nor one of six digits',
    base()
      .commit('b', 'Mon 11:00')
      .commit('r', 'Mon 11:30', { body: `This reverts commit ${sha('b')}.` })
      .deployed('r', 'Mon 12:00')
      .commit('s', 'Mon 12:30', { body: `This reverts commit ${sha('a').slice(0, 6)}.` })
      .deployed('s', 'Mon 13:00'),
    { metrics: { changeFailureRate: { failed: 0, total: 3, value: 0 } } },
  ),
  scenario(
    'a revert of a pull request by the name of its branch',
    story('shop')
      .commit('root', 'Mon 07:00')
      .deployed('root', 'Mon 08:00')
      .commit('s', 'Mon 09:00')
      .pullRequest(12, { opened: 'Mon 08:00', merged: 'Mon 09:00', landing: 's' })
      .deployed('s', 'Mon 10:00')
      .commit('t', 'Mon 11:00')
      .pullRequest(13, { opened: 'Mon 10:30', merged: 'Mon 11:00', landing: 't', branch: 'revert-12-topic' })
      .deployed('t', 'Mon 12:00'),
    {
      deployments: {
        deployments: [
          { id: 'd1' },
          { id: 'd2', reasons: [{ kind: 'revert', evidence: ['d3', 'pr:13'] }] },
          { id: 'd3' },
        ],
      },
    },
  ),
  scenario(
    'a hotfix within 72 h fails the one before, with other work beside it it does not',
    // d3 comes exactly 72 h after d2 with a hotfix alone; d4 an hour later with a hotfix and a plain commit.
    base()
      .commit('h', 'Thu 09:00')
      .pullRequest(1, { opened: 'Thu 08:00', merged: 'Thu 09:00', landing: 'h', branch: 'hotfix/login' })
      .deployed('h', 'Thu 10:00')
      .commit('p', 'Thu 10:10')
      .commit('i', 'Thu 10:20')
      .pullRequest(2, { opened: 'Thu 10:05', merged: 'Thu 10:20', landing: 'i', labels: ['hotfix'] })
      .deployed('i', 'Thu 11:00'),
    {
      deployments: {
        deployments: [
          { id: 'd2', reasons: [{ kind: 'hotfix', confidence: 'inferred', evidence: ['d3'] }], recoveryTime: 3 * DAY },
          { id: 'd3', failed: false, rework: true },
          { id: 'd4', failed: false, rework: false },
        ],
      },
    },
  ),
  scenario(
    'a deployment younger than 24 h is provisional',
    base().commit('b', 'Tue 09:00').deployed('b', 'Tue 10:00'),
    {
      deployments: {
        deployments: [
          { id: 'd2', provisional: false },
          { id: 'd3', provisional: true },
        ],
      },
      metrics: { changeFailureRate: { provisional: 1 } },
    },
    { now: at('Wed 09:59') },
  ),
  scenario(
    'a person strikes a rollback, and it is no repair either',
    base().deployed('root', 'Mon 11:00').says('strike', 'Mon 12:00', { deployment: 'd2', reason: 'rollback' }),
    {
      deployments: {
        deployments: [
          { id: 'd2', failed: false, reasons: [] },
          { id: 'd3', rework: false },
        ],
      },
      metrics: { changeFailureRate: { failed: 0, total: 2 } },
    },
  ),
  scenario(
    'the last word wins: struck, then confirmed',
    base()
      .deployed('root', 'Mon 11:00')
      .says('confirm', 'Mon 13:00', { deployment: 'd2' })
      .says('strike', 'Mon 12:00', { deployment: 'd2' }),
    {
      deployments: {
        deployments: [
          { id: 'd2', reasons: [{ kind: 'rollback', confidence: 'explicit', evidence: ['d3'] }], recoveryTime: HOUR },
          { id: 'd3' },
        ],
      },
    },
  ),
  scenario(
    'a person adds a failure that no rule sees, and it stays open',
    base().says('add', 'Mon 12:00', { deployment: 'd2', reason: 'slow pages' }),
    {
      deployments: {
        deployments: [
          { id: 'd2', failed: true, reasons: [{ kind: 'correction', confidence: 'explicit', evidence: ['word-1'] }] },
        ],
      },
      metrics: { recoveryTime: { n: 0, open: 1, median: null } },
    },
  ),
  scenario(
    'a confirmed failure without a rule is a correction',
    base().says('confirm', 'Mon 12:00', { deployment: 'd2' }),
    {
      deployments: { deployments: [{ id: 'd2', reasons: [{ kind: 'correction', confidence: 'explicit' }] }] },
    },
  ),
]
