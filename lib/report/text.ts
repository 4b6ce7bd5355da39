// A report as plain text, for who reads mail as text: the same words in the same order, in lines of at most 76 columns.
import type { Report, ReportLine, ReportSection } from './report'

const WIDTH = 76
const INDENT = '  '
/** Twice as wide as others where letters have one width. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u
const NARROW = /[\p{Mn}\p{Me}\p{Cf}]/u

export function columns(text: string): number {
  let width = 0
  for (const letter of text) width += WIDE.test(letter) ? 2 : NARROW.test(letter) ? 0 : 1
  return width
}

export function reportText(report: Report): string {
  const { about, week, when, lead, figures, services, servicesMore, stoodOut, doubts, retro, link, foot } = report
  const blocks = [
    [...wrapped(lead)],
    [...wrapped(`${about}. ${week}.`), ...wrapped(when)],
    [...headed('Figures'), ...figures.flatMap(figureLines)],
    ...(services.length === 0
      ? []
      : [
          [
            ...headed('Services'),
            ...services.flatMap(({ name, leadTime, deployments, failed }) => [
              ...wrapped(name),
              ...wrapped(`lead time ${leadTime}; deployments ${deployments}; failed ${failed}`, INDENT),
            ]),
            ...(servicesMore === null ? [] : wrapped(servicesMore)),
          ],
        ]),
    [...headed('What stood out'), ...(stoodOut.length === 0 ? wrapped(NOTHING) : stoodOut.flatMap(sectionLines))],
    [
      ...headed('Missing or doubtful'),
      ...(doubts.length === 0 ? wrapped(COMPLETE) : doubts.flatMap((line) => wrapped(line, INDENT, '- '))),
    ],
    ...(retro ? [[...headed(retro.title), ...retro.lines.flatMap((line) => wrapped(line, INDENT, '- '))]] : []),
    ...(link === null ? [] : [['The same week in Streamgauge:', link]]),
    // NOTE: two hyphens and a space begin what mail programs know as a signature.
    ['-- ', ...foot.flatMap((line) => wrapped(line))],
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

export const NOTHING = 'Nothing this week.'
export const COMPLETE = 'Nothing that is known.'

function headed(title: string): string[] {
  return [title, '-'.repeat(columns(title))]
}

function figureLines({ title, value, change, signal, beside, earlier, isSignal }: ReportLine): string[] {
  const gap = Math.max(2, WIDTH - 24 - columns(title) - columns(value))
  const second = [change, ...beside].filter((words) => words !== null).join(', ')
  const third = earlier.join(', ')
  return [
    `${title}${' '.repeat(gap)}${plain(value)}`,
    ...(second === '' ? [] : wrapped(second, INDENT)),
    ...(third === '' ? [] : wrapped(third, INDENT)),
    ...(signal === '' ? [] : wrapped(`${isSignal ? '◆ ' : ''}${signal}`, INDENT)),
  ]
}

function sectionLines({ title, lines }: ReportSection): string[] {
  return [title, ...lines.flatMap((line) => wrapped(line, INDENT, lines.length > 1 ? '- ' : ''))]
}

/** Lines of at most WIDTH columns as far as words allow; a number stays with its unit. */
function wrapped(text: string, indent = '', mark = ''): string[] {
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
  return lines.map((one, at) => plain(`${indent}${at === 0 ? mark : rest}${one}`).trimEnd())
}

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}
