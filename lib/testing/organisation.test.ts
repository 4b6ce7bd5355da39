import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draw } from './naive/picture'
import { naiveMeasure } from './naive/report'
import { organisationAndQuestion } from './organisation'

describe('random organisations', () => {
  it('the stages of every change add up to its lead time', () => {
    fc.assert(
      fc.property(organisationAndQuestion(), ({ records, question }) => {
        for (const change of naiveMeasure(records, question).changes.changes) {
          const sum = Object.values(change.stages).reduce((total, stage) => total + stage.seconds, 0)
          expect(sum).toBe(change.leadTime)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('the order of the records does not matter', () => {
    fc.assert(
      fc.property(organisationAndQuestion(), ({ records, question }) => {
        expect(naiveMeasure([...records].reverse(), question)).toEqual(naiveMeasure(records, question))
      }),
      { numRuns: 40 },
    )
  })

  it('every rule is met in some of them', () => {
    const met = new Set<string>()
    for (const { records, question } of fc.sample(organisationAndQuestion(), { numRuns: 600, seed: 1 })) {
      const picture = draw(records, question)
      for (const { release, reasons } of picture.judged) {
        if (release.members.length > 1) met.add('region')
        for (const reason of reasons) met.add(`${reason.kind} ${reason.confidence}`)
      }
      for (const change of picture.changes) met.add(change.excluded ?? (change.release ? 'delivered' : 'undelivered'))
      for (const { links } of picture.incidents) met.add(links[0]?.link ?? 'unlinked')
    }
    const reasons = ['incident', 'rollback', 'revert', 'hotfix'].flatMap((kind) => [
      `${kind} explicit`,
      `${kind} inferred`,
    ])
    const changes = ['baseline', 'aggregate', 'clock', 'delivered', 'undelivered']
    const links = ['explicit', 'inferred', 'unlinked']
    expect([...reasons, 'correction explicit', ...changes, ...links, 'region'].filter((one) => !met.has(one))).toEqual(
      [],
    )
  })
})
