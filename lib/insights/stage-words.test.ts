import { describe, expect, it } from 'vitest'
import { STAGES, type Stage } from '../facts/stage'
import type { StageFigure } from './measure'
import { mostChanged, tellsWorkFromWaiting } from './stage-words'

/** Medians in hours; stages that are not named were not observed. */
function stages(hours: Partial<Record<Stage, number>>, n = 10): StageFigure[] {
  return STAGES.map((name) => {
    const median = hours[name] === undefined ? null : hours[name] * 3600
    return { name, active: false, n: median === null ? 0 : n, total: median, median, p90: median, share: 0.1 }
  })
}

const text = (words: string | null) => words?.replaceAll('\u00a0', ' ') ?? null

describe('the stage that changed most', () => {
  it('is the one whose median moved the furthest', () => {
    const words = mostChanged(
      stages({ review: 1, release: 9 }),
      stages({ review: 6, release: 8 }),
      'the 4 weeks before',
    )
    expect(text(words)).toBe('What changed most against the 4 weeks before: review, median 6.0 h then, 1.0 h now.')
  })

  it('is none where nothing moved by a twentieth, or a minute', () => {
    const words = mostChanged(stages({ review: 100, merge: 0.01 }), stages({ review: 104, merge: 0.001 }), 'before')
    expect(words).toBe('No stage changed much against before.')
  })

  it('is not said of too few changes, of unobserved stages, or without a window before', () => {
    expect(mostChanged(stages({ review: 1 }, 4), stages({ review: 6 }), 'before')).toBeNull()
    expect(mostChanged(stages({ review: 1 }), stages({ release: 6 }), 'before')).toBeNull()
    expect(mostChanged(stages({ review: 1 }), null, null)).toBeNull()
  })
})

it('work is told from waiting by reviews or pipelines, not by git alone', () => {
  expect(tellsWorkFromWaiting(stages({ coding: 0, merge: 1, release: 5, deploy: 1 }))).toBe(false)
  expect(tellsWorkFromWaiting(stages({ coding: 0, review: 2, release: 5 }))).toBe(true)
  expect(tellsWorkFromWaiting(stages({ coding: 0, build: 2 }))).toBe(true)
})
