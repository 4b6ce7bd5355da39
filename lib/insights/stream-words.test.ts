import { expect, test } from 'vitest'
import { STAGES } from '../facts/stage'
import { wallSeconds } from '../metrics/contract'
import { completeAccurate } from '../metrics/sent-back'
import { taken } from '../metrics/stream'
import { streamView } from './stream-view'
import { accurateWords, returnWords, rounded, streamHeadline, takenWords, unseenWords } from './stream-words'

const HOUR = 3600
const way = (hours: number | null) => ({ at: 0, backAt: hours === null ? null : hours * HOUR * 1000 })
const accurate = (...judged: Parameters<typeof completeAccurate>[0]) => completeAccurate(judged, wallSeconds)

test('a share is told in whole per cents, and what is not nothing or not all is not rounded to it', () => {
  expect([null, 0, 0.004, 0.0151, 0.5, 0.996, 1].map(rounded)).toEqual([null, 0, 0.004, 0.02, 0.5, 0.996, 1])
})

test('under five every value is said, of nothing that nothing was observed', () => {
  expect(takenWords(taken([]))).toBe('not observed')
  expect(takenWords(taken([2 * HOUR, HOUR]))).toBe('1.0\u00a0h and 2.0\u00a0h')
  expect(takenWords(taken([1, 2, 3, 4, 5].map((hours) => hours * HOUR)))).toBe('median 3.0\u00a0h')
})

test('%C&A is a count under five, and nothing where nothing was judged', () => {
  expect(accurateWords(accurate([], [way(1)]))).toBe('1 of 2')
  expect(accurateWords(accurate([], [], [], [way(1)], []))).toBe('80\u00a0%')
  expect(accurateWords(accurate(null))).toBeNull()
  expect(accurateWords(null)).toBeNull()
})

test('a way back has its times, and says what is open', () => {
  expect(returnWords(accurate([way(1)], [way(3)], []))).toEqual(['2 of 3 came back', '1.0\u00a0h, 3.0\u00a0h'])
  expect(returnWords(accurate([way(1), way(null)], []))).toEqual(['1 of 2 came back', '1.0\u00a0h, 1 open'])
  expect(returnWords(accurate([way(null)]))).toEqual(['1 of 1 came back', 'no end known'])
  expect(returnWords(accurate([way(1), way(2), way(3)], [way(4), way(9)]))[1]).toBe('median 3.0\u00a0h')
  expect(returnWords(accurate([], []))).toEqual(['none of 2 came back', ''])
})

test('an empty stream says so, and what was not observed is named with where its time is', () => {
  const empty = streamView([])
  expect(streamHeadline(empty, 'the last 4 weeks')).toBe(
    'No change was delivered in the last 4 weeks, so there is no stream to draw.',
  )
  expect(unseenWords(empty)).toBe('')
  const lead = { ...taken([HOUR]), mean: HOUR }
  const blind = { ...empty, totals: { ...empty.totals, n: 1, lead, flowEfficiency: 1 } }
  expect(streamHeadline(blind, 'the last 4 weeks')).toBe(
    '1 change took 1.0\u00a0h from the first commit to production. No reviews and no pipelines are known here, so nothing tells work from waiting.',
  )
  const stages = empty.stages.map((stage) => ({ ...stage, n: ['build', 'deploy'].includes(stage.name) ? 0 : 3 }))
  expect(stages).toHaveLength(STAGES.length)
  expect(unseenWords({ stages, totals: { ...empty.totals, n: 3 } })).toBe(
    'Not observed here: build (its time is in the stage that follows) and deploy (no start is known, its time is in release).',
  )
})
