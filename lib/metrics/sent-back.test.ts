import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { at } from '../testing/scenario'
import { wallSeconds } from './contract'
import { buildReturns, completeAccurate, deployReturns, reviewReturns } from './sent-back'

const review = (moment: string, state: string) => ({ submittedAt: at(moment), state })
const HOUR = 3600

describe('a review sends back', () => {
  const merged = at('Wed 12:00')

  it('what changes were asked of and commits followed', () => {
    const reviews = [review('Mon 12:00', 'changes_requested'), review('Tue 09:00', 'approved')]
    expect(reviewReturns(reviews, [at('Mon 09:00'), at('Mon 15:00')], merged)).toEqual([
      { at: at('Mon 12:00'), backAt: at('Tue 09:00') },
    ])
  })

  it('nothing that no commit followed, or only one after the merge', () => {
    const reviews = [review('Mon 12:00', 'changes_requested'), review('Tue 09:00', 'approved')]
    expect(reviewReturns(reviews, [at('Mon 09:00'), at('Mon 12:00')], merged)).toEqual([])
    expect(reviewReturns(reviews, [at('Wed 12:01')], merged)).toEqual([])
    expect(reviewReturns([review('Mon 12:00', 'commented')], [at('Mon 15:00')], merged)).toEqual([])
  })

  it('once for two requests that one commit answers, twice for two rounds', () => {
    const reviews = [
      review('Mon 12:00', 'changes_requested'),
      review('Mon 13:00', 'changes_requested'),
      review('Tue 09:00', 'changes_requested'),
    ]
    expect(reviewReturns(reviews, [at('Mon 15:00')], merged)).toEqual([
      { at: at('Mon 12:00'), backAt: at('Tue 09:00') },
    ])
    // Nobody looked at the second answer: it was back when it was merged.
    expect(reviewReturns(reviews, [at('Mon 15:00'), at('Tue 10:00')], merged)).toEqual([
      { at: at('Mon 12:00'), backAt: at('Tue 09:00') },
      { at: at('Tue 09:00'), backAt: merged },
    ])
  })
})

describe('a build sends back', () => {
  const run = (moment: string, succeeded: boolean, pipeline = 'CI') => ({ pipeline, succeeded, finishedAt: at(moment) })

  it('what failed, once for failures in a row, until it passes', () => {
    const runs = [run('Mon 11:00', true), run('Mon 10:00', false), run('Mon 10:20', false)]
    expect(buildReturns(runs)).toEqual([{ at: at('Mon 10:00'), backAt: at('Mon 11:00') }])
  })

  it('in each pipeline for itself; what never passes again is open', () => {
    const runs = [run('Mon 10:00', false), run('Mon 11:00', true, 'Docs'), run('Mon 12:00', false, 'Docs')]
    expect(buildReturns(runs)).toEqual([
      { at: at('Mon 10:00'), backAt: null },
      { at: at('Mon 12:00'), backAt: null },
    ])
  })

  it('nothing where nothing was run, which is not the same as a pass', () => {
    expect(buildReturns([])).toBeNull()
    expect(buildReturns([run('Mon 10:00', true)])).toEqual([])
  })
})

describe('a deployment sends back', () => {
  const finishedAt = at('Mon 09:30')

  it('what was tried in vain before, and what failed afterwards', () => {
    const recovered = { finishedAt, failed: true, recoveredAt: at('Mon 11:00') }
    expect(deployReturns(recovered, [at('Mon 09:10'), at('Mon 09:00')])).toEqual([
      { at: at('Mon 09:00'), backAt: finishedAt },
      { at: finishedAt, backAt: at('Mon 11:00') },
    ])
  })

  it('with an open end while it has not recovered, or recovered before it finished', () => {
    for (const recoveredAt of [null, at('Mon 09:00')]) {
      expect(deployReturns({ finishedAt, failed: true, recoveredAt }, [])).toEqual([{ at: finishedAt, backAt: null }])
    }
  })

  it('nothing for attempts that came later', () => {
    expect(deployReturns({ finishedAt, failed: false, recoveredAt: null }, [at('Mon 10:00')])).toEqual([])
  })
})

test('%C&A is of those that were judged, and null of none', () => {
  const hour = { at: at('Mon 10:00'), backAt: at('Mon 11:00') }
  const open = { at: at('Mon 10:00'), backAt: null }
  expect(completeAccurate([[], [hour, open], null, []], wallSeconds)).toEqual({
    n: 3,
    passed: 2,
    value: 2 / 3,
    returns: 2,
    seconds: [HOUR],
  })
  expect(completeAccurate([null, null], wallSeconds)).toMatchObject({ n: 0, value: null, returns: 0 })
})

// The naive counts say the same in other words: for every commit, whether anybody asked since the commit before it.
const moment = fc.integer({ min: 0, max: 30 })
const changeDraft = fc.record({
  reviews: fc.array(
    fc.record({ submittedAt: moment, state: fc.constantFrom('approved', 'commented', 'changes_requested') }),
    { maxLength: 6 },
  ),
  commits: fc.array(moment, { maxLength: 6 }),
  mergedAt: moment,
})

function naiveRounds({
  reviews,
  commits,
  mergedAt,
}: {
  reviews: { submittedAt: number; state: string }[]
  commits: number[]
  mergedAt: number
}) {
  const answers = [...new Set(commits.filter((commit) => commit <= mergedAt))]
  return answers.filter((commit) => {
    const before = answers.filter((other) => other < commit)
    const asked = reviews.filter(({ state }) => state === 'changes_requested').map(({ submittedAt }) => submittedAt)
    return asked.some((request) => request < commit && before.every((other) => other <= request))
  }).length
}

test('%C&A of reviews is what a naive count says, in any order', () => {
  fc.assert(
    fc.property(fc.array(changeDraft, { maxLength: 8 }), (changes) => {
      const judged = changes.map((change) => reviewReturns(change.reviews, change.commits, change.mergedAt))
      const reversed = changes.map((change) =>
        reviewReturns([...change.reviews].reverse(), [...change.commits].reverse(), change.mergedAt),
      )
      const rounds = changes.map(naiveRounds)
      const { n, passed, returns } = completeAccurate(judged, wallSeconds)
      expect({ n, passed, returns }).toEqual({
        n: changes.length,
        passed: rounds.filter((count) => count === 0).length,
        returns: rounds.reduce((sum, count) => sum + count, 0),
      })
      expect(completeAccurate(reversed, wallSeconds)).toEqual(completeAccurate(judged, wallSeconds))
    }),
  )
})

test('%C&A of builds is what a naive count says', () => {
  const run = fc.record({ pipeline: fc.constantFrom('CI', 'Docs'), succeeded: fc.boolean(), finishedAt: moment })
  // Two runs of one pipeline do not end at once.
  const runs = fc.uniqueArray(run, {
    maxLength: 8,
    selector: ({ pipeline, finishedAt }) => `${pipeline} ${finishedAt}`,
  })
  fc.assert(
    fc.property(fc.array(runs, { maxLength: 6 }), (changes) => {
      const { n, passed, returns } = completeAccurate(changes.map(buildReturns), wallSeconds)
      const built = changes.filter(({ length }) => length > 0)
      const starts = changes.flat().length
      const streaks = changes.flatMap((own) =>
        own.filter(({ pipeline, succeeded, finishedAt }) => {
          const before = own.filter((one) => one.pipeline === pipeline && one.finishedAt < finishedAt)
          const last = before.reduce<(typeof own)[number] | null>(
            (latest, one) => (latest && latest.finishedAt > one.finishedAt ? latest : one),
            null,
          )
          return !succeeded && (last === null || last.succeeded)
        }),
      )
      expect({ n, passed }).toEqual({
        n: built.length,
        passed: built.filter((own) => own.every(({ succeeded }) => succeeded)).length,
      })
      expect(returns).toBe(streaks.length)
      expect(returns).toBeLessThanOrEqual(starts)
    }),
  )
})
