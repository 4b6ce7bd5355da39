import { describe, expect, it } from 'vitest'
import type { PullRequestInput, ReviewInput } from '../records/loaded'
import { delivered, factsWith, undelivered, WEEK, windowOf } from '../testing/facts'
import { at } from '../testing/scenario'
import { reviewProgress } from './review-progress'
import { waitingHeadline, waitsFor } from './waiting-words'
import { shownWork, waitingView } from './waiting-work'

const pull = (number: number, fields: Partial<PullRequestInput> = {}): PullRequestInput => ({
  source: 'forge',
  updatedAt: null,
  number,
  title: '',
  author: 'ann',
  bot: false,
  baseBranch: 'main',
  headBranch: 'topic',
  createdAt: at('Mon 10:00'),
  readyAt: null,
  mergedAt: null,
  closedAt: null,
  mergeCommitSha: null,
  commits: null,
  labels: [],
  additions: null,
  deletions: null,
  url: null,
  ...fields,
})
const review = (pullRequest: number, moment: string, state: string, author = 'ben'): ReviewInput => ({
  pullRequest,
  author,
  bot: author.endsWith('[bot]'),
  state,
  submittedAt: at(moment),
})
const progressOf = (pulls: PullRequestInput[], reviews: ReviewInput[], moment = 'Wed 00:00') =>
  Object.fromEntries(reviewProgress(pulls, reviews, at(moment)))

describe('how far an open pull request came', () => {
  it('waits for a review from when it was ready, else from its opening', () => {
    expect(progressOf([pull(1), pull(2, { readyAt: at('Tue 09:00') })], [])).toMatchObject({
      1: { state: 'pickup', since: at('Mon 10:00') },
      2: { state: 'pickup', since: at('Tue 09:00') },
    })
  })

  it('is in coding until it is ready', () => {
    const draft = pull(1, { readyAt: at('Thu 09:00') })
    expect(progressOf([draft], [])).toMatchObject({ 1: { state: 'coding' } })
    expect(progressOf([draft], [], 'Thu 09:00')).toMatchObject({ 1: { state: 'pickup' } })
  })

  it('is in review from its first counting review: not the author’s, no bot’s, none that came later', () => {
    const reviews = [
      review(1, 'Mon 11:00', 'commented', 'ann'),
      review(1, 'Mon 12:00', 'approved', 'check[bot]'),
      review(1, 'Mon 13:00', 'commented'),
      review(1, 'Mon 14:00', 'changes_requested'),
      review(1, 'Wed 09:00', 'approved'),
    ]
    expect(progressOf([pull(1)], reviews)).toEqual({
      1: { state: 'review', since: at('Mon 13:00'), changesAsked: true },
    })
    expect(progressOf([pull(1)], reviews, 'Wed 10:00')).toEqual({
      1: { state: 'merge', since: at('Wed 09:00'), changesAsked: false },
    })
  })

  it('is in review again when changes are asked for after an approval; a comment takes nothing back', () => {
    const approved = review(1, 'Mon 13:00', 'approved')
    expect(progressOf([pull(1)], [approved, review(1, 'Mon 14:00', 'commented', 'cleo')])).toMatchObject({
      1: { state: 'merge' },
    })
    expect(progressOf([pull(1)], [approved, review(1, 'Mon 14:00', 'changes_requested', 'cleo')])).toMatchObject({
      1: { state: 'review', since: at('Mon 13:00') },
    })
  })
})

const HOUR = 3600
/** Reviewed first at 1 to 5 h of age, delivered at 12 h. */
const PAST = [1, 2, 3, 4, 5].map((hours) =>
  delivered(`pr:${hours}`, 'Mon 00:00', 'Mon 12:00', { hours: { coding: 0, pickup: hours, review: 1, merge: 0 } }),
)
const open = (number: number, start: string) =>
  undelivered(`pr:${number}`, start, start, { mergedAt: null, closedAt: null, reachedAt: null })
const window = windowOf('Mon 00:00', 'Mon+1w 00:00', { now: 'Fri 12:00' })

describe('waiting work', () => {
  const changes = [
    ...PAST,
    open(11, 'Fri 07:00'),
    open(12, 'Fri 10:00'),
    undelivered('pr:13', 'Thu 12:00', 'Fri 06:00'),
    undelivered('commit:a', 'Fri 11:00', 'Fri 11:30', { createdAt: null, mergedAt: null, closedAt: null }),
    undelivered('pr:14', 'Fri 09:00', 'Fri 11:00', { reachedAt: null }),
  ]
  const facts = factsWith({ changes })
  const progress = reviewProgress([pull(11), pull(12)], [review(12, 'Fri 11:00', 'commented')], at('Fri 12:00'))
  const view = waitingView(facts, window, progress)

  it('puts each change into its state, stuck ones first, the oldest first among each', () => {
    expect(view.work.map(({ id, state, ageSeconds, over }) => [id, state, ageSeconds / HOUR, over])).toEqual([
      ['pr:13', 'delivery', 24, 95],
      ['pr:11', 'pickup', 5, 95],
      ['pr:14', 'delivery', 3, 0],
      ['pr:12', 'review', 2, 0],
      ['commit:a', 'delivery', 1, 0],
    ])
    expect(view).toMatchObject({ stuck: 2, past: 5, at: at('Fri 12:00') })
  })

  it('has a column a state with its lines; coding only where something is in it', () => {
    expect(view.columns.map(({ state, waiting, stuck, n }) => [state, waiting.length, stuck, n])).toEqual([
      ['pickup', 1, 1, 5],
      ['review', 1, 0, 5],
      ['merge', 0, 0, 5],
      ['delivery', 3, 1, 5],
    ])
    const drafts = reviewProgress([pull(11, { readyAt: at('Sat 09:00') })], [], at('Fri 12:00'))
    expect(waitingView(facts, window, drafts).columns[0]).toMatchObject({ state: 'coding', waiting: [{ id: 'pr:11' }] })
  })

  it('shows those that are asked for', () => {
    expect(shownWork(view, 'stuck').map(({ id }) => id)).toEqual(['pr:13', 'pr:11'])
    expect(shownWork(view, 'delivery').map(({ id }) => id)).toEqual(['pr:13', 'pr:14', 'commit:a'])
    expect(shownWork(view, 'all')).toHaveLength(5)
  })

  it('says what each waits for, and how long that takes others', () => {
    const words = (id: string, usual: number | null) => {
      const work = view.work.find((one) => one.id === id)
      return work && waitsFor(work, usual).replaceAll('\u00a0', ' ')
    }
    expect(words('pr:12', 9 * HOUR)).toBe(
      'Waits for an approval for 1.0 h; 85 % of this service’s changes were approved within 9.0 h.',
    )
    expect(words('pr:13', null)).toBe('Waits for a deployment for 6.0 h.')
    expect(words('commit:a', null)).toBe('Waits for a deployment for 30 min.')
    expect(words('pr:14', null)).toBe('Merged into another branch 1.0 h ago, which has not reached the default branch.')
  })

  it('begins with a sentence', () => {
    const say = (of: typeof view) => waitingHeadline(of, 'this week').replaceAll('\u00a0', ' ')
    expect(say(view)).toBe(
      '5 changes wait; 2 are older than 85 % of what was delivered in this week was at the same point.',
    )
    expect(say(waitingView(factsWith({ changes: [...PAST, open(11, 'Fri 11:00')] }), window, new Map()))).toBe(
      '1 change waits; it is not older than 85 % of what was delivered in this week was at the same point.',
    )
    expect(say(waitingView(factsWith({ changes: PAST }), window, new Map()))).toBe(
      'Nothing waits: all known work has reached production.',
    )
    expect(say(waitingView(factsWith({ changes: [open(1, 'Fri 07:00')] }), window, new Map()))).toBe(
      '1 change waits. No change was delivered in this week: too few to say which is late.',
    )
  })

  it('is as of the window’s end where that is over', () => {
    const then = waitingView(facts, { ...WEEK, to: at('Fri 08:00') }, new Map())
    expect(then.work.map(({ id, ageSeconds }) => [id, ageSeconds / HOUR])).toEqual([
      ['pr:13', 20],
      ['pr:11', 1],
    ])
  })
})
