import { describe, expect, test } from 'vitest'
import { clearlyRose, overviewHeadline } from './headline'
import type { Figures } from './overview-figures'

type Told = { lead?: [hours: number | null, n: number]; failed?: [failed: number, of: number] }

function figures({ lead = [null, 0], failed = [0, 0] }: Told): Figures {
  const [hours, n] = lead
  return {
    leadTime: { value: hours === null ? null : hours * 3600, n },
    deployments: { value: failed[1] / 84, n: failed[1] },
    failed: { value: failed[1] === 0 ? null : failed[0] / failed[1], n: failed[1], failed: failed[0], provisional: 0 },
    recovery: { value: null, n: 0, open: 0 },
    restore: { value: null, n: 0, open: 0 },
    flow: { value: null, n: 0, unseen: 0 },
    waiting: { count: 0, oldestSeconds: null },
  }
}

function row(name: string, now: Told, before: Told | null = null) {
  return { name, slug: name, team: null, current: figures(now), before: before && figures(before) }
}

function say(all: ReturnType<typeof row>[], before: string | null = 'the 12 weeks before') {
  const failed = all.reduce((sum, one) => sum + one.current.failed.failed, 0)
  const of = all.reduce((sum, one) => sum + one.current.failed.n, 0)
  const pooled = { current: figures({ failed: [failed, of] }), before: null, changes: {} as never }
  return overviewHeadline({ all, pooled }, before)
}

const fell = row('fell', { lead: [20, 30], failed: [1, 30] }, { lead: [30, 30], failed: [1, 30] })
const rose = row('rose', { lead: [30, 30], failed: [1, 30] }, { lead: [20, 30], failed: [1, 30] })
const same = row('same', { lead: [20, 30], failed: [0, 30] }, { lead: [20, 30], failed: [0, 30] })
const few = row('few', { lead: [20, 3], failed: [0, 3] }, { lead: [90, 3], failed: [0, 3] })

describe('the overview says', () => {
  test.each([
    [[fell, rose, same], 'Lead time fell in 1 of 3 services and rose in 1. 2 of 90 deployments failed.'],
    [
      [fell, rose, same, few],
      'Lead time fell in 1 of the 3 services that can be compared and rose in 1. 2 of 93 deployments failed.',
    ],
    [[fell, same], 'Lead time fell in 1 of 2 services. 1 of 60 deployments failed.'],
    [
      [same, same],
      'Lead time stayed about the same in all 2 services that can be compared. None of 60 deployments failed.',
    ],
    [[few, rose], 'Lead time rose at rose. 1 of 33 deployments failed.'],
    [
      [few],
      '3 deployments of 1 service; too few changes to compare lead time with the 12 weeks before. None of 3 deployments failed.',
    ],
    [[row('idle', {})], 'Nothing was deployed in this window by the one service shown.'],
  ])('%#: %s', (rows, words) => expect(say(rows)).toBe(words))

  test('how much there is where nothing came before', () => {
    expect(say([fell, few], null)).toBe('33 deployments of 2 services since each one’s first.')
  })

  test('whose failures rose, if chance does not explain it', () => {
    const worse = row('worse', { lead: [20, 30], failed: [9, 30] }, { lead: [20, 30], failed: [1, 40] })
    const noise = row('noise', { lead: [20, 30], failed: [3, 43] }, { lead: [20, 30], failed: [2, 48] })
    expect(say([worse, noise])).toContain('Failures are up at worse: 9 of 30 deployments.')
    expect(say([noise])).toContain('3 of 43 deployments failed.')
  })
})

test('a rise is clear where the interval of the difference lies above 0', () => {
  const of = (failed: number, n: number) => ({ failed, n, value: n === 0 ? null : failed / n })
  // Newcombe (1998), example (a): 56/70 against 48/80 differ by 0.0524 to 0.3339.
  expect(clearlyRose(of(56, 70), of(48, 80))).toBe(true)
  // Example (c): 6/7 against 2/7, 0.0582 to 0.8062; example (b): 9/10 against 3/10, 0.1705 to 0.8090.
  expect(clearlyRose(of(6, 7), of(2, 7))).toBe(true)
  expect(clearlyRose(of(5, 56), of(0, 29))).toBe(false)
  expect(clearlyRose(of(2, 7), of(6, 7))).toBe(false)
  expect(clearlyRose(of(2, 7), of(0, 0))).toBe(false)
})
