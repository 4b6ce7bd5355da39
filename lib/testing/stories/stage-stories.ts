// Stories on the lead time of changes and its eight stages.
import { instant, sha, story } from '../scenario'
import { HOUR, MINUTE, scenario } from './scenario-shape'

const base = () => story('shop').commit('root', 'Mon-1w 08:00').deployed('root', 'Mon-1w 09:00')

export const STAGE_STORIES = [
  scenario(
    'the first deployment is the baseline and delivers nothing',
    story('shop')
      .commit('a', 'Mon 08:00')
      .deployed('a', 'Mon 10:00')
      .commit('b', 'Mon 10:30')
      .deployed('b', 'Mon 12:00'),
    {
      metrics: { leadTime: { n: 1, median: 1.5 * HOUR }, quality: { baseline: 1 } },
      changes: {
        changes: [{ id: `commit:${sha('b')}`, deployment: 'd2', leadTime: 1.5 * HOUR }],
        excluded: [{ id: `commit:${sha('a')}`, reason: 'baseline', deployment: 'd1' }],
      },
    },
  ),
  scenario(
    'an unknown sha counts, delivers nothing and is no baseline',
    story('shop').commit('a', 'Mon 08:00').deployed('lost', 'Mon 09:00').deployed('a', 'Mon 10:00'),
    {
      metrics: { deploymentFrequency: { count: 2 }, quality: { unknown_sha: 1, baseline: 1 } },
      deployments: {
        deployments: [
          { id: 'd1', changes: 0 },
          { id: 'd2', changes: 0 },
        ],
      },
    },
  ),
  scenario(
    'a squashed pull request in all eight stages',
    // coding 08-10, pickup -11, review -12, merge -13, queue -13:10, build -13:30, release -14, deploy -14:15: 6 h 15 min.
    // Active by default: 2 h + 1 h + 20 min + 15 min = 215 of 375 minutes. The run that ends after the start is not the build's.
    base()
      .commit('s', 'Tue 13:00')
      .pullRequest(12, {
        opened: 'Tue 09:00',
        ready: 'Tue 10:00',
        merged: 'Tue 13:00',
        landing: 's',
        by: 'ann',
        commits: { c1: 'Tue 08:00', c2: 'Tue 08:30' },
        url: 'https://forge.example/12',
      })
      .reviewed(12, 'Tue 10:30', 'commented', 'ann')
      .reviewed(12, 'Tue 10:40', 'approved', 'helper[bot]')
      .reviewed(12, 'Tue 11:00', 'changes_requested', 'rita')
      .reviewed(12, 'Tue 12:00', 'approved', 'rita')
      .reviewed(12, 'Tue 13:01', 'approved', 'rita')
      .ran('1', 's', 'Build', 'Tue 13:05', { started: 'Tue 13:10', finished: 'Tue 13:30' })
      .ran('2', 's', 'Slow', 'Tue 13:05', { started: 'Tue 13:20', finished: 'Tue 14:01' })
      .deployed('s', 'Tue 14:15', { started: 'Tue 14:00' }),
    {
      changes: {
        changes: [
          {
            id: 'pr:12',
            start: instant('Tue 08:00'),
            deployedAt: instant('Tue 14:15'),
            leadTime: 375 * MINUTE,
            url: 'https://forge.example/12',
            stages: {
              coding: { seconds: 2 * HOUR, observed: true },
              pickup: { seconds: HOUR, observed: true },
              review: { seconds: HOUR, observed: true },
              merge: { seconds: HOUR, observed: true },
              queue: { seconds: 10 * MINUTE, observed: true },
              build: { seconds: 20 * MINUTE, observed: true },
              release: { seconds: 30 * MINUTE, observed: true },
              deploy: { seconds: 15 * MINUTE, observed: true },
            },
          },
        ],
      },
      metrics: { flowEfficiency: { n: 1, active: 215 * MINUTE, total: 375 * MINUTE, value: 215 / 375 } },
    },
  ),
  scenario(
    'nothing but a merge: what is not observed takes no time',
    // Opened 08:00, merged 10:00, deployed 11:00 without a start: coding 0 h, merge 2 h, release 1 h.
    base()
      .commit('s', 'Tue 10:00')
      .pullRequest(1, { opened: 'Tue 08:00', merged: 'Tue 10:00', landing: 's' })
      .deployed('s', 'Tue 11:00', { startedAt: undefined }),
    {
      changes: {
        changes: [
          {
            stages: {
              coding: { seconds: 0, observed: true },
              pickup: { seconds: 0, observed: false },
              review: { seconds: 0, observed: false },
              merge: { seconds: 2 * HOUR, observed: true },
              queue: { seconds: 0, observed: false },
              build: { seconds: 0, observed: false },
              release: { seconds: HOUR, observed: true },
              deploy: { seconds: 0, observed: false },
            },
          },
        ],
      },
    },
  ),
  scenario(
    'reviewed but never approved: review lasts until the merge',
    base()
      .commit('s', 'Tue 12:00')
      .pullRequest(1, { opened: 'Tue 08:00', merged: 'Tue 12:00', landing: 's', by: 'ann' })
      .reviewed(1, 'Tue 09:00', 'dismissed', 'rita')
      .deployed('s', 'Tue 12:00'),
    {
      changes: {
        changes: [
          {
            stages: { pickup: { seconds: HOUR }, review: { seconds: 3 * HOUR, observed: true }, merge: { seconds: 0 } },
          },
        ],
      },
    },
  ),
  scenario(
    'a direct commit is coded until it is committed',
    base().commit('a', 'Tue 10:00', { authored: 'Tue 08:00' }).deployed('a', 'Tue 13:00', { started: 'Tue 12:00' }),
    {
      changes: {
        changes: [
          {
            leadTime: 5 * HOUR,
            stages: {
              coding: { seconds: 2 * HOUR, observed: true },
              merge: { seconds: 0, observed: false },
              release: { seconds: 2 * HOUR, observed: true },
              deploy: { seconds: HOUR, observed: true },
            },
          },
        ],
      },
    },
  ),
  scenario(
    'by commit: each own commit from its own writing to the stop of its pull request',
    // 08:00 and 10:00 until 12:00 are 4 h and 2 h: the median is 3 h.
    base()
      .commit('s', 'Tue 11:00')
      .pullRequest(1, {
        opened: 'Tue 08:30',
        merged: 'Tue 11:00',
        landing: 's',
        commits: { c1: 'Tue 08:00', c2: 'Tue 10:00' },
      })
      .deployed('s', 'Tue 12:00'),
    { metrics: { leadTime: { n: 2, median: 3 * HOUR, p75: 3.5 * HOUR, mean: 3 * HOUR } } },
    { unit: 'commit' },
  ),
]
