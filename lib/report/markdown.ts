// A report as Markdown, for chats and files: the same words in the same order as its text.
import type { Report, ReportLine, ReportSection } from './report'
import { COMPLETE, NOTHING } from './text'

/** Ends with a line break. */
export function reportMarkdown(report: Report): string {
  const { about, period, when, lead, figures, signalNote, doubts, retro, link, foot } = report
  const blocks = [
    [`# ${plain(about)}: ${plain(period)}`],
    [`**${plain(lead)}**`],
    [plain(when)],
    ['## Figures'],
    figureTable(figures),
    [plain(signalNote)],
    ['## What stood out'],
    ...(report.stoodOut.length === 0 ? [[NOTHING]] : report.stoodOut.flatMap(sectionBlocks)),
    ...(report.charts.length === 0
      ? []
      : [['## Weeks'], listed(report.charts.map((one) => `${one.title}: ${one.sentence}`))]),
    ...serviceBlocks(report),
    ['## Missing or doubtful'],
    doubts.length === 0 ? [COMPLETE] : listed(doubts),
    ...(retro ? [[`## ${plain(retro.title)}`], listed(retro.lines)] : []),
    link === null ? [] : [`[Open the same in Streamgauge](<${link}>)`],
    ['---'],
    ...foot.map((line) => [plain(line)]),
  ]
  const filled = blocks.filter((lines) => lines.some((line) => line !== ''))
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function figureTable(figures: ReportLine[]): string[] {
  return [
    '| Metric | Value | Change | Of | Earlier |',
    '| --- | --- | --- | --- | --- |',
    ...figures.map(({ title, value, change, signal, beside, earlier }) => {
      const mark = signal === null ? [] : [`◆ ${signal}`]
      const cells = [title, value, change ?? '', [...beside, ...mark].join(', '), earlier.join(', ')]
      return `| ${cells.map(plain).join(' | ')} |`
    }),
  ]
}

function sectionBlocks({ title, lines }: ReportSection): string[][] {
  return [[`### ${plain(title)}`], lines.length > 1 ? listed(lines) : lines.map(plain)]
}

function serviceBlocks({ services, servicesMore }: Report): string[][] {
  if (services.length === 0) return []
  const rows = services.map((one) => [one.name, one.leadTime, one.deployments, one.failed].map(plain).join(' | '))
  return [
    ['## Services'],
    ['| Service | Lead time | Deployments | Failed |', '| --- | --- | --- | --- |', ...rows.map((row) => `| ${row} |`)],
    [plain(servicesMore ?? '')],
  ]
}

function listed(lines: string[]): string[] {
  return lines.map((line) => `- ${plain(line)}`)
}

// NOTE: of CommonMark every mark of punctuation may follow a backslash; `@` is no part of it, but chats call everybody by it.
export function plain(text: string): string {
  return text
    .replaceAll('\u00a0', ' ')
    .replaceAll(/[\\`*_~[\]<>|&]/g, '\\$&')
    .replace(/^(\s*\d*)([#+.)-])/, '$1\\$2')
    .replaceAll(/@(?=[\p{L}\p{N}])/gu, '@\u200b')
}
