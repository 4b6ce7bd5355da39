// A report as plain text, for who reads mail as text: the same words in the same order, in lines of at most 76 columns.
import type { Report, ReportChart, ReportLine, ReportSection, ReportServiceLine } from './report'

const WIDTH = 76
/** Where the values of figures end. */
const VALUES = 52
const INDENT = '  '
/** Twice as wide as others where letters have one width. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u
const NARROW = /[\p{Mn}\p{Me}\p{Cf}]/u

export const NOTHING = 'Nothing of note.'
export const COMPLETE = 'Nothing is known to be missing.'

/** How many columns a line takes where letters have one width. */
export function columns(text: string): number {
  let width = 0
  for (const letter of text) width += WIDE.test(letter) ? 2 : NARROW.test(letter) ? 0 : 1
  return width
}

export function reportText(report: Report): string {
  const { about, period, when, lead, figures, signalNote, doubts, retro, link, foot } = report
  const listed = (lines: string[]) => lines.flatMap((line) => wrapped(line, INDENT, '- '))
  const blocks = [
    wrapped(lead),
    [...wrapped(`${about}. ${period}.`), ...wrapped(when)],
    [...headed('Figures'), ...figures.flatMap(figureLines), ...wrapped(signalNote)],
    stoodOutLines(report.stoodOut),
    weekLines(report.charts),
    serviceLines(report.services, report.servicesMore),
    [...headed('Missing or doubtful'), ...(doubts.length === 0 ? [COMPLETE] : listed(doubts))],
    retro ? [...headed(retro.title), ...listed(retro.lines)] : [],
    link === null ? [] : ['The same days in Streamgauge:', link],
    // NOTE: two hyphens and a space begin what mail programs know as a signature.
    ['-- ', ...foot.flatMap((line) => wrapped(line))],
  ]
  const filled = blocks.filter((lines) => lines.length > 0)
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function headed(title: string): string[] {
  return [title, '-'.repeat(columns(title))]
}

function figureLines({ title, value, change, signal, beside, earlier }: ReportLine): string[] {
  const gap = Math.max(2, VALUES - columns(title) - columns(value))
  return [
    plain(`${title}${' '.repeat(gap)}${value}`),
    ...wrapped([change, ...beside].filter((words) => words !== null).join(', '), INDENT),
    ...wrapped(earlier.join(', '), INDENT),
    ...wrapped(signal === null ? '' : `◆ ${signal}`, INDENT),
  ]
}

function stoodOutLines(sections: ReportSection[]): string[] {
  const lines = sections.flatMap(({ title, lines: own }) => [
    title,
    ...own.flatMap((line) => wrapped(line, INDENT, own.length > 1 ? '- ' : '')),
  ])
  return [...headed('What stood out'), ...(lines.length === 0 ? [NOTHING] : lines)]
}

function weekLines(charts: ReportChart[]): string[] {
  if (charts.length === 0) return []
  return [
    ...headed('Weeks'),
    ...charts.flatMap(({ title, sentence }) => [...wrapped(title), ...wrapped(sentence, INDENT)]),
  ]
}

function serviceLines(services: ReportServiceLine[], more: string | null): string[] {
  if (services.length === 0) return []
  const lines = services.flatMap(({ name, leadTime, deployments, failed }) => [
    ...wrapped(name),
    ...wrapped(`lead time ${leadTime}, deployments ${deployments}, failed ${failed}`, INDENT),
  ])
  return [...headed('Services'), ...lines, ...wrapped(more ?? '')]
}

/** Lines of at most WIDTH columns as far as words allow, none of nothing; a number stays with its unit. */
function wrapped(text: string, indent = '', mark = ''): string[] {
  if (text === '') return []
  const room = WIDTH - columns(indent) - columns(mark)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +/)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && columns(longer) > room) {
      lines.push(line)
      line = word
    } else line = longer
  }
  lines.push(line)
  const rest = ' '.repeat(columns(mark))
  return lines.map((one, at) => plain(`${indent}${at === 0 ? mark : rest}${one}`))
}

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}
