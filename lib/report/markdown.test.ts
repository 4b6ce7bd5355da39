// The other ways to write a report: the same words, and nothing of anybody's writing is markup, a mention or a link.
import { describe, expect, test } from 'vitest'
import { REPORT_WEEKS } from '../testing/report-weeks'
import { buildReport } from './build'
import { plain, reportMarkdown } from './markdown'
import { type SlackBlock, slackMessage, slackWords } from './slack'

const weeks = Object.entries(REPORT_WEEKS)
const flat = (text: string) => text.replaceAll(/[\s\u00a0]+/g, ' ').trim()
const textsOf = (block: SlackBlock): string[] => {
  if ('elements' in block) return block.elements.map(({ text }) => text)
  if ('fields' in block) return block.fields.map(({ text }) => text)
  return 'text' in block ? [block.text.text] : []
}

describe.each(weeks)('a week with %s', (name, make) => {
  const report = buildReport(make(), { url: 'https://gauge.example.org' })

  test('says the same as Markdown', () => {
    const markdown = reportMarkdown(report)
    const said = flat(markdown.replaceAll(/\\([^\w\s])/g, '$1').replaceAll('\u200b', ''))
    for (const line of [report.lead, ...report.doubts, ...report.stoodOut.flatMap(({ lines }) => lines)])
      expect(said).toContain(flat(line))
    for (const { title, value } of report.figures) expect(said).toContain(`| ${flat(title)} | ${flat(value)} |`)
    expect(markdown).not.toMatch(/(?<!\\)<(?!https:\/\/gauge)|undefined|\[object|@(?=\w)/)
    expect(markdown.match(/^# /gm)).toHaveLength(1)
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
    expect(
      new Set(rows.slice(0, report.figures.length + 2).map((row) => row.replaceAll('\\|', '').split('|').length)),
    ).toEqual(new Set([7]))
  })

  test('says the same to Slack, within its limits', () => {
    const { text, blocks } = slackMessage(report)
    const all = blocks.flatMap(textsOf)
    for (const one of all) expect(slackWords({ text, blocks })).toContain(one)
    const said = flat(all.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
    for (const { title, value } of report.figures) expect(said).toContain(`*${flat(title)}* ${flat(value)}`)
    if (name !== 'long names' && name !== 'emoji') expect(said).toContain(flat(report.lead))
    expect(blocks.length).toBeLessThanOrEqual(50)
    for (const block of blocks) for (const one of textsOf(block)) expect(one.length).toBeLessThanOrEqual(3000)
    for (const block of blocks) if ('fields' in block) expect(block.fields.length).toBeLessThanOrEqual(10)
    // A header is plain to Slack.
    const marked = blocks.filter(({ type }) => type !== 'header').flatMap(textsOf)
    const markup = [text, ...marked].join('\n').replaceAll(/<https:\/\/gauge\.example\.org[^>|]*\|[^>]*>/g, '')
    expect(markup).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)|undefined/)
    expect(all.every((one) => one.isWellFormed() && one !== '')).toBe(true)
  })
})

test('a message to Slack is shown before it is sent as it is written, block after block', () => {
  const text = (words: string) => ({ type: 'mrkdwn' as const, text: words })
  const blocks: SlackBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: 'A & B: Week 10' } },
    { type: 'section', text: text('*Nothing &lt;new&gt;*') },
    { type: 'section', fields: [text('*Lead time*\n20 h'), text('*Deployments*\n6')] },
    { type: 'divider' },
    { type: 'context', elements: [text('Definitions'), text('<https://gauge.example.org|Open>')] },
  ]
  expect(slackWords({ text: 'not shown', blocks }).split('\n\n')).toEqual([
    ...['A & B: Week 10', '*Nothing &lt;new&gt;*', '*Lead time*\n20 h', '*Deployments*\n6', '---'],
    ...['Definitions', '<https://gauge.example.org|Open>'],
  ])
})

test('what anybody wrote is text', () => {
  expect(plain('# <b>*x*</b> [a](b) | `c` & ~d~ @channel a_b')).toBe(
    '\\# \\<b\\>\\*x\\*\\</b\\> \\[a\\](b) \\| \\`c\\` \\& \\~d\\~ @\u200bchannel a\\_b',
  )
  expect(plain('1. one')).toBe('1\\. one')
  expect(plain('- x')).toBe('\\- x')
})

test('of many sections the last ones stay: where to look, and by which definitions', () => {
  const report = buildReport(REPORT_WEEKS.terrible?.() ?? never(), { url: 'https://gauge.example.org' })
  const stoodOut = Array.from({ length: 90 }, (_, at) => ({ title: `Section ${at}`, lines: ['&'.repeat(4000)] }))
  const { blocks } = slackMessage({ ...report, stoodOut })
  expect(blocks).toHaveLength(50)
  expect(JSON.stringify(blocks.slice(-2))).toContain('Open the same in Streamgauge')
  expect(JSON.stringify(blocks.slice(-2))).toContain('Definitions')
  for (const block of blocks.slice(0, -2)) for (const one of textsOf(block)) expect(one).not.toMatch(/&(?!amp;)/)
})

function never(): never {
  throw new Error('There is no such week.')
}
