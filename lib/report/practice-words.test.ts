import { expect, it } from 'vitest'
import type { AgreementReading } from '../insights/agreements'
import type { ReportMaterial } from '../insights/report/material'
import { keptReviews, materialOf, NOTHING_AGREED, openAction } from '../testing/report-weeks'
import { buildReport } from './build'
import { reportHtml } from './email'

const URL_OF_OURS = 'https://gauge.example.org/base'

it('what is open from retros stands before the link, each with whether it is on course; nothing where nothing is', async () => {
  const outcome = openAction().outcome
  if (!outcome) throw new Error('it has one')
  const actions = [
    openAction(),
    openAction({ course: 'held', outcome: { ...outcome, verdict: 'held', wasSo: true } }),
    openAction({ course: 'early', outcome: { ...outcome, elapsedDays: 0 } }),
    openAction({ course: null, outcome: null }),
  ]
  const report = buildReport(practising({ actions }), { url: URL_OF_OURS })
  expect(report.retro?.title).toBe('Open actions of the last retros')
  expect(report.retro?.lines.map(flat)).toEqual([
    '“Review within the morning”: not on course. Expected pickup, median at most 4.0 h within 3 weeks; so far 5.0 h (12 changes), after 6 of 21 days.',
    '“Review within the morning”: held. Expected pickup, median at most 4.0 h within 3 weeks; it was 5.0 h (12 changes). It was so before already.',
    '“Review within the morning”: too early to say. Expected pickup, median at most 4.0 h within 3 weeks; its weeks have not begun.',
    '“Review within the morning”: nobody can tell, its measure is not known any more.',
  ])
  const html = await reportHtml(report)
  expect(html.indexOf('Open actions')).toBeGreaterThan(html.indexOf('Missing or doubtful'))
  expect(html.indexOf('Open actions')).toBeLessThan(html.indexOf('href='))
  expect(buildReport(materialOf([{}]), { url: null })).not.toHaveProperty('retro')
})

it('exceptions from agreements stand out; what was kept has no line', () => {
  const kept = { ...keptReviews('shop'), id: 'batch' as const, kept: 5, exceptions: [] }
  const one = { ...keptReviews('shop'), kept: 4, exceptions: keptReviews('shop').exceptions.slice(0, 1) }
  const linesOf = (readings: AgreementReading[]) =>
    buildReport(practising({ agreements: { zone: 'UTC', readings } }), { url: null }).stoodOut.flatMap(({ lines }) =>
      lines.map(flat),
    )
  expect(linesOf([keptReviews('shop'), kept])).toEqual([
    'First review within 8 working hours: kept by 3 of 5 changes (60 %). Beyond it: 30 h: #12 of shop, Tue 3 Mar, 14:20; 9.0 h: #14 of shop, Tue 3 Mar, 14:20.',
  ])
  expect(linesOf([one])).toEqual([
    'First review within 8 working hours: kept by 4 of 5 changes (80 %). Beyond it: 30 h: #12 of shop, Tue 3 Mar, 14:20.',
  ])
  expect(linesOf([kept])).toEqual([])
})

it('of several teams both are counts', () => {
  const courses = { on: 1, off: 0, early: 2, held: 0, missed: 1, few: 0 }
  const report = buildReport(
    practising({
      teamActions: [{ team: 'Storefront', courses }],
      teamAgreements: [
        { team: 'Storefront', agreed: 3, broken: 2, exceptions: 4 },
        { team: 'Platform', agreed: 3, broken: 0, exceptions: 0 },
      ],
    }),
    { url: null },
  )
  expect(report.retro?.lines).toEqual(['Storefront: 1 on course, 2 too early to say, 1 did not hold.'])
  expect(report.stoodOut).toEqual([
    { title: 'Exceptions from working agreements', lines: ['Storefront: 4 exceptions from 2 of 3 agreements.'] },
  ])
})

function practising(practices: Partial<ReportMaterial['practices']>): ReportMaterial {
  return materialOf([{}], { practices: { ...NOTHING_AGREED, ...practices } })
}

function flat(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}
