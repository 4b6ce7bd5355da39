import { describe, expect, test } from 'vitest'
import { type HeadlinePart, overviewHeadline } from './headline'
import type { Figures } from './overview-figures'
import type { Variation, Variations } from './signals'
import { largestMove, type Move } from './what-changed'

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
    batch: { value: null, n: 0 },
    waiting: { count: 0, oldestSeconds: null },
  }
}

function row(name: string, now: Told, before: Told | null = null) {
  return { name, slug: name, team: null, current: figures(now), before: before && figures(before) }
}

const said = (parts: HeadlinePart[]) =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.words))
    .join('')
    .replace(/[\u2068\u2069]/g, '')
    .replaceAll('\u00a0', ' ')

function say(all: ReturnType<typeof row>[], before: string | null = 'the 12 weeks before', move: Move | null = null) {
  const failed = all.reduce((sum, one) => sum + one.current.failed.failed, 0)
  const of = all.reduce((sum, one) => sum + one.current.failed.n, 0)
  const pooled = { current: figures({ failed: [failed, of] }), before: null, changes: {} as never }
  return said(overviewHeadline({ all, pooled, move }, before))
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
    expect(say([fell, few], null)).toBe('33 deployments of 2 services. 1 of 33 deployments failed.')
  })
})

describe('what it tells first', () => {
  const signal = (size: number): Variation => ({ kind: 'signal', words: '1 week above its limits', size })
  const none: Variations = {
    leadTime: null,
    deployments: null,
    failed: null,
    recovery: null,
    restore: null,
    flow: null,
  }
  const tell = (all: ReturnType<typeof row>[], signals: Record<string, Partial<Variations>> = {}) =>
    say(
      all,
      'before',
      largestMove(all, ({ name }) => ({ ...none, ...signals[name] })),
    ).replace(/^.*?\. /, '')

  test('nothing where nothing changed: then it says what failed', () => {
    expect(tell([same, same])).toBe('None of 60 deployments failed.')
  })

  test('the largest signal of all, whatever changed more', () => {
    const signals = {
      same: { failed: signal(1.2), leadTime: { kind: 'routine' } as const },
      rose: { failed: signal(3) },
    }
    expect(tell([fell, rose, same], signals)).toBe(
      'What stands out: failures at rose, 1 of 30 deployments, 1 of 30 deployments before; 1 week above its limits.',
    )
    expect(tell([same], { same: { leadTime: signal(2) } })).toBe(
      'What stands out: lead time at same, 20 h, 20 h before; 1 week above its limits.',
    )
  })

  test('without a signal, what changed most and has enough behind it', () => {
    const far = row('far', { lead: [10, 30] }, { lead: [40, 30] })
    const farther = row('farther', { lead: [10, 19] }, { lead: [90, 30] })
    expect(tell([rose, far, farther])).toBe('What changed most: lead time at far, 10 h, 40 h before.')
  })

  test('more failures only if chance does not explain them', () => {
    const worse = row('worse', { lead: [20, 30], failed: [9, 30] }, { lead: [20, 30], failed: [1, 40] })
    const noise = row('noise', { lead: [20, 30], failed: [3, 43] }, { lead: [20, 30], failed: [2, 43] })
    expect(tell([worse, noise])).toBe(
      'What changed most: failures at worse, 9 of 30 deployments, 1 of 40 deployments before.',
    )
    expect(tell([noise])).toBe('3 of 43 deployments failed.')
  })

  test('of many services those are looked at week by week that changed most', () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      row(`quiet-${index}`, { lead: [20, 30] }, { lead: [20, 30] }),
    )
    const looked: string[] = []
    const move = largestMove([...many, rose], ({ name }) => {
      looked.push(name)
      return null
    })
    expect(looked.length).toBeLessThan(100)
    expect(looked[0]).toBe('rose')
    expect(move?.name).toBe('rose')
  })

  test('a long name is cut, and set apart from the words around it', () => {
    const parts = overviewHeadline(
      {
        all: [fell],
        pooled: { current: fell.current, before: null, changes: {} as never },
        move: largestMove([{ ...fell, name: 'א'.repeat(200) }], () => null),
      },
      'before',
    )
    expect(parts).toContainEqual(expect.objectContaining({ words: `lead time at \u2068${'א'.repeat(60)}…\u2069` }))
  })
})
