// A report as a message of Slack, or of what speaks like it: blocks of the same words, within Slack's limits.
import type { Report, ReportLine, ReportSection } from './report'
import { COMPLETE, NOTHING } from './text'

type Text = { type: 'mrkdwn' | 'plain_text'; text: string }
export type SlackBlock =
  | { type: 'header'; text: Text }
  | { type: 'section'; text: Text }
  | { type: 'section'; fields: Text[] }
  | { type: 'context'; elements: Text[] }
  | { type: 'divider' }
export type SlackMessage = { text: string; blocks: SlackBlock[] }

/** LIMIT: of Slack's Block Kit. */
const MOST = { blocks: 50, text: 3000, header: 150, field: 2000, fields: 10 }

export function slackMessage(report: Report): SlackMessage {
  const { subject, about, period, when, lead, figures, doubts, retro, link, foot } = report
  const stoodOut = report.stoodOut.length === 0 ? [said(NOTHING)] : report.stoodOut.map(sectionOf)
  const end: SlackBlock[] = [
    ...(link === null ? [] : [said(`<${link}|Open the same in Streamgauge>`)]),
    { type: 'context', elements: [marked(foot.map(escaped).join('\n'), MOST.text)] },
  ]
  const blocks: SlackBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: cut(`${about}: ${period}`, MOST.header) } },
    said(`*${escaped(lead)}*`),
    { type: 'context', elements: [marked(escaped(when), MOST.text)] },
    ...figureFields(figures),
    { type: 'divider' },
    ...stoodOut,
    ...serviceBlocks(report),
    sectionOf({ title: 'Missing or doubtful', lines: doubts.length === 0 ? [COMPLETE] : doubts }),
    ...(retro ? [sectionOf(retro)] : []),
  ]
  return { text: escaped(subject), blocks: [...blocks.slice(0, MOST.blocks - end.length), ...end] }
}

/** Everything that is written in it, in order, for who looks at it before it is sent. */
export function slackWords({ blocks }: SlackMessage): string {
  const words = blocks.flatMap((block) => {
    if (block.type === 'divider') return ['---']
    if (block.type === 'context') return block.elements.map(({ text }) => text)
    return 'fields' in block ? block.fields.map(({ text }) => text) : [block.text.text]
  })
  return words.join('\n\n')
}

function figureFields(figures: ReportLine[]): SlackBlock[] {
  const fields = figures.map(({ title, value, change, signal, beside, earlier }) => {
    const first = [`${value}${change === null ? '' : `, ${change}`}`, ...beside].join(', ')
    const lines = [first, earlier.join(', '), signal === null ? '' : `◆ ${signal}`].filter((line) => line !== '')
    return marked(`*${escaped(title)}*\n${lines.map(escaped).join('\n')}`, MOST.field)
  })
  const blocks: SlackBlock[] = []
  for (let at = 0; at < fields.length; at += MOST.fields)
    blocks.push({ type: 'section', fields: fields.slice(at, at + MOST.fields) })
  return blocks
}

function serviceBlocks({ services, servicesMore }: Report): SlackBlock[] {
  if (services.length === 0) return []
  const lines = services.map(
    ({ name, leadTime, deployments, failed }) =>
      `${name}: lead time ${leadTime}, deployments ${deployments}, failed ${failed}`,
  )
  return [sectionOf({ title: 'Services', lines: servicesMore === null ? lines : [...lines, servicesMore] })]
}

function sectionOf({ title, lines }: ReportSection): SlackBlock {
  return said(`*${escaped(title)}*\n${lines.map((line) => `• ${escaped(line)}`).join('\n')}`)
}

function said(text: string): SlackBlock {
  return { type: 'section', text: marked(text, MOST.text) }
}

function marked(text: string, most: number): Text {
  return { type: 'mrkdwn', text: cut(text, most) }
}

/** NOTE: what is escaped stays whole: half of `&amp;` would be shown. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/&[a-z]{0,4}$/, '')}…`.toWellFormed()
}

/** Slack's three characters; without them nobody is called and nothing is a link. */
function escaped(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
