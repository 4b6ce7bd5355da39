import { describe, expect, it } from 'vitest'
import { failed, HOSTILE, materialOf, REPORT_WEEKS, steadyWeeks } from '../testing/report-weeks'
import { buildReport } from './build'
import { lettersApart, reportPictures } from './charts'
import { reportHtml } from './email'
import { columns, reportText } from './text'

const LARGEST_BYTES = 80_000
const URL_OF_OURS = 'https://gauge.example.org/base'
const weeks = Object.entries(REPORT_WEEKS)

describe.each(weeks)('a week with %s', (name, make) => {
  const material = make()
  const report = buildReport(material, { url: URL_OF_OURS })

  it('is plain data: what was kept is what was made', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(JSON.parse(JSON.stringify(material))).toEqual(material)
  })

  it('has a subject of one line that a mail header can hold', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(report.subject).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u00a0\u2028\u2029\u202a-\u202e]/)
    expect(report.subject.length).toBeGreaterThan(10)
    expect(report.subject.length).toBeLessThan(200)
  })

  it('is HTML under 80 KB in which nothing of anybody else is markup', async () => {
    const html = await reportHtml(report)
    expect(Buffer.byteLength(html)).toBeLessThan(LARGEST_BYTES)
    expect(html).toMatch(/^<!DOCTYPE html/)
    expect(html).not.toMatch(/<script|<b>|undefined|NaN|\[object|Infinity/)
    expect(html.match(/<title>/g)).toHaveLength(1)
    // What has a light ground changes it in the dark.
    for (const [, ground = ''] of html.matchAll(/<(\w+ [^>]*background-color[^>]*)>/g))
      expect(ground).toMatch(/class="(?:paper|raised)/)
  })

  it('has one link, to the same week, and loads nothing', async () => {
    const html = await reportHtml(report)
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address?.slice(0, URL_OF_OURS.length))).toEqual([
      URL_OF_OURS,
    ])
    expect(html.match(/src="(?!cid:)/)).toBeNull()
  })

  it('is text without markup, in lines of at most 78 columns where words allow', () => {
    const text = reportText(report)
    const wide = text
      .split('\n')
      .filter((line) => columns(line) > 78 && line.trim().includes(' ') && !/\S{40}/.test(line))
    expect(wide).toEqual([])
    expect(text).not.toMatch(/undefined|NaN|\u00a0|[^\n]\n\n\n/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/)
  })

  it('says the same numbers in both', async () => {
    const [html, text] = [wordsOf(await reportHtml(report)), flat(reportText(report))]
    for (const { title, value, change, beside, earlier } of report.figures) {
      for (const words of [title, value, change ?? '', ...beside, ...earlier]) {
        expect(html).toContain(flat(words))
        expect(text).toContain(flat(words))
      }
    }
    for (const line of [
      report.lead,
      ...report.doubts,
      ...report.stoodOut.flatMap(({ lines }) => lines),
      ...(report.retro?.lines ?? []),
    ]) {
      expect(html).toContain(flat(line))
      expect(text.replaceAll('- ', '')).toContain(flat(line).replaceAll('- ', ''))
    }
  })

  it('never says 0 where there is no data', () => {
    for (const { value, hasData, change } of report.figures) {
      if (!hasData) expect([value, change]).toEqual(['no data', null])
    }
    if (name !== 'no data' && name !== 'no service') return
    expect(report.figures.every(({ hasData }) => !hasData)).toBe(true)
    // No number at all but those of the week's date, of what is compared, of the version and of the metrics' names.
    const said = reportText(report)
      .split('\n')
      .filter((line) => !/^(Monday|-- |Definitions|.*Week 10|\(STREAM)/.test(line))
    expect(said.join('\n').replace(/https:\S+/, '')).not.toMatch(/\b0\b|\b0\.0\b/)
  })

  it('draws the charts that it has', async () => {
    const pictures = await reportPictures(report)
    expect(pictures.map(({ id }) => id)).toEqual(report.charts.map(({ id }) => id))
    for (const { png } of pictures) expect(png.subarray(1, 4).toString()).toBe('PNG')
  })
})

describe('the news', () => {
  const subjectOf = (name: string) => buildReport(REPORT_WEEKS[name]?.() ?? materialOf([]), { url: null }).subject
  it.each([
    ['no service', 'All services: no deployment is known yet'],
    ['no data', 'Storefront: no deployment is known yet'],
    ['quiet', 'Storefront: nothing was deployed'],
    ['one change', 'Storefront: lead time 24 h (1 change), its one deployment is fine'],
    ['steady', 'Storefront: lead time 20 h, as the week before, none of 6 deployments failed'],
    [
      'terrible',
      'Storefront: lead time 20 h → 17 d, 9 failed deployments, median recovery 30 min, 5 not recovered yet',
    ],
  ])('of %s', (name, subject) => {
    expect(subjectOf(name)).toBe(subject)
  })

  it('of one failure says how it ended', () => {
    const rows = steadyWeeks(6, (week) => (week === 0 ? 22 : 31))
    const deployments = (rows.deployments ?? []).map((one) => ({ ...one, failed: one.id === 'd12-3' }))
    const told = (failure = failed()) =>
      buildReport(materialOf([{ ...rows, deployments }], { failures: [failure] }), { url: null })
    expect(told().subject).toBe('Storefront: lead time 31 h → 22 h, one failed deployment, recovered in 40 min')
    expect(told(failed({ recoveredAt: null, recoverySeconds: null })).subject).toMatch(/, not recovered yet$/)
    expect(flat(told().lead)).toBe(
      'Median lead time fell from 31 h to 22 h (6 changes). One of 6 deployments failed and recovered in 40 min.',
    )
  })

  it('names a team from right to left without turning what follows', () => {
    expect(subjectOf('right to left')).toMatch(/^\u2068[^\u2069]+\u2069: lead time /)
  })

  it('keeps nothing of an injected header but its letters', () => {
    expect(subjectOf('hostile')).not.toContain(HOSTILE.slice(0, 40))
    expect(subjectOf('hostile')).toMatch(/^<\/title><script>alert\(1\)<\/script> Bcc: all@exam?/)
  })
})

describe('beside the figures', () => {
  it('without an address there is no link, and the report says so', async () => {
    const report = buildReport(materialOf([steadyWeeks(6, () => 20)]), { url: null })
    expect(report.link).toBeNull()
    expect(await reportHtml(report)).not.toContain('href=')
    expect(reportText(report)).toContain('(STREAMGAUGE_URL)')
  })

  it.each([
    [{ kind: 'organisation' } as const, '/?from=2026-03-02&to=2026-03-09'],
    [{ kind: 'team', name: 'A & B' } as const, '/?from=2026-03-02&to=2026-03-09&team=A+%26+B'],
    [{ kind: 'service', name: 'Shop 1', slug: 'shop-1' } as const, '/services/shop-1?from=2026-03-02&to=2026-03-09'],
  ])('the link of %j leads to the same week', (scope, address) => {
    expect(buildReport(materialOf([{}], { scope }), { url: URL_OF_OURS }).link).toBe(`${URL_OF_OURS}${address}`)
  })

  it('a week beyond its limits is marked, and the others are accounted for', () => {
    const report = buildReport(REPORT_WEEKS.terrible?.() ?? materialOf([]), { url: null })
    const lead = report.figures.find(({ id }) => id === 'lead-time')
    expect(lead?.signal).toBe('signal: above the upper limit of these weeks')
    expect(report.signalNote).toMatch(
      /^Figures without ◆ are routine variation; for .+ there are too few weeks to tell\.$/,
    )
  })

  it.each([
    ['2026-W10', '2026-03-02', '2026-03-09', 'Week 10, 2-8 Mar 2026'],
    ['2026-W14', '2026-03-30', '2026-04-06', 'Week 14, 30 Mar - 5 Apr 2026'],
    ['2026-W01', '2025-12-29', '2026-01-05', 'Week 1, 29 Dec 2025 - 4 Jan 2026'],
    ['2024-W01', '2024-01-01', '2024-01-08', 'Week 1, 1-7 Jan 2024'],
  ])('%s is named by its dates', (key, from, to, words) => {
    const period = { kind: 'week' as const, key, from, to }
    expect(flat(buildReport(materialOf([{}], { period }), { url: null }).period)).toBe(words)
  })

  it.each([
    [
      { kind: 'day', key: '2026-03-04', from: '2026-03-04', to: '2026-03-05' } as const,
      'Wed 4 Mar 2026',
      'The whole day in UTC, compared with the day before and the 12 weeks before.',
      ['20 h', 'day before 20 h (6)', '12 weeks before 20 h (72)'],
      ['6 / day', 'day before 6', '12 weeks before 0.9 / day'],
    ],
    [
      { kind: 'month', key: '2026-02', from: '2026-02-01', to: '2026-03-01' } as const,
      'February 2026',
      'The whole month in UTC, compared with the month before and the 12 months before.',
      ['20 h', 'month before 20 h (6)', '12 months before 20 h (72)'],
      ['6 / month', 'month before 6', '12 months before 26 / month'],
    ],
  ])('a report of a %j says what it compares', (period, words, when, lead, deployments) => {
    const report = buildReport(materialOf([steadyWeeks(6, () => 20)], { period }), { url: null })
    expect([flat(report.period), report.when, report.signalNote]).toEqual([words, when, ''])
    const [first, second] = report.figures
    const said = (line: typeof first) => [line?.value, ...(line?.earlier ?? [])].map((one) => flat(one ?? ''))
    expect([said(first), said(second)]).toEqual([lead, deployments])
    expect(report.subject).toContain(`as the ${period.kind} before`)
  })

  it.each([
    [{ kind: 'week', key: '2026-W10', from: '2026-03-02', to: '2026-03-09' } as const, '12 weeks before 0.1 / week'],
    [{ kind: 'day', key: '2026-03-04', from: '2026-03-04', to: '2026-03-05' } as const, '12 weeks before <0.1 / day'],
  ])('what is rare is told at the rate of its own period, and never as 0: %j', (period, usual) => {
    const rare = REPORT_WEEKS['one change']?.() ?? materialOf([])
    const { figures } = buildReport({ ...rare, period }, { url: null })
    expect(flat(figures[1]?.earlier.at(-1) ?? '')).toBe(usual)
  })

  it('how old stuck work is is told where it does not wait since it began', () => {
    const [change] = (REPORT_WEEKS['long names']?.() ?? materialOf([])).stuck.oldest
    if (!change) throw new Error('This week has nothing stuck.')
    const [stay, started] = [
      { ...change, staySeconds: 7200, ageSeconds: 7200 },
      { ...change, staySeconds: 7200 },
    ]
    const stuck = { count: 2, waiting: 4, line: 85, oldest: [stay, started] }
    const { stoodOut } = buildReport(materialOf([{}], { stuck }), { url: null })
    const lines = stoodOut.find(({ title }) => title === 'Stuck work')?.lines.slice(1) ?? []
    expect(lines.map((line) => flat(line).replace(/.* has/, 'It has'))).toEqual([
      'It has waited 2.0 h for a first review.',
      'It has waited 2.0 h for a first review; it is 12 d old.',
    ])
  })

  it('what sources have not brought is said first', () => {
    const { doubts } = buildReport(REPORT_WEEKS.terrible?.() ?? materialOf([]), { url: null })
    expect(doubts.slice(0, 2).map(flat)).toEqual([
      'acme-github was last read in full on Wed 4 Mar, 09:00: what came later is missing. HTTP 503.',
      'jenkins has not been read in full yet: its part of the week may be missing. It is paused.',
    ])
  })

  it('a chart tells its numbers to who does not see it', () => {
    const [chart] = buildReport(materialOf([steadyWeeks(6, (week) => 20 + week)]), { url: null }).charts
    expect(flat(chart?.alt ?? '')).toMatch(
      /^Lead time for changes, weekly median: 8-14 Dec: 8\.0 h; .+; 2-8 Mar: 20 h\.$/,
    )
    expect(chart?.alt.split(';')).toHaveLength(13)
  })

  it('words beside a chart stand apart and inside it, in their order', () => {
    const placed = (...ys: number[]) =>
      lettersApart(
        ys.map((labelY) => ({ labelY })),
        0.1,
      ).map(({ labelY }) => labelY)
    expect(placed(0.5, 0.5, 0.5).map((y) => y.toFixed(1))).toEqual(['0.5', '0.6', '0.7'])
    expect(placed(1, 0.95).map((y) => y.toFixed(2))).toEqual(['0.90', '1.00'])
    expect(placed(0.9, 0.2)).toEqual([0.2, 0.9])
    expect(placed()).toEqual([])
  })
})

function flat(text: string): string {
  return text.replaceAll(/[\s\u00a0]+/g, ' ').trim()
}

const SIGNS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }

/** What a reader of the HTML reads. */
function wordsOf(html: string): string {
  const words = html
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(/<\/?span[^>]*>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
  return flat(words.replaceAll(/&([#\w]+);/g, (whole, name: string) => SIGNS[name] ?? whole))
}
