// A retro as Markdown, to be kept in a wiki or sent. Whatever people or sources wrote is text there, never markup.
import { formatDuration, formatInstantIn } from '../format'
import type { NoteKind, RetroAction, RetroNote } from '../store/retro-board'
import type { StoredRetro } from '../store/retros'
import { agreementWords, exceptionWords, keptWords } from './agreements-load'
import { expectationWords } from './expectation'
import type { QuotedChange } from './retro-delivered'
import { failureStory } from './retro-failures'
import type { RetroPack } from './retro-pack'
import {
  changeWords,
  daysWords,
  deliveredWords,
  figureRemarks,
  ITEM_NAMES,
  outcomeWords,
  packWords,
  pipelineWords,
  readingWords,
  variationWords,
  verdictOf,
  waitWords,
} from './retro-words'
import { countWords, heading } from './service-figures'

export const NOTE_TITLES: Record<NoteKind, string> = {
  keep: 'What to keep',
  mend: 'What to mend',
  try: 'What to try',
}

type Whole = { retro: StoredRetro; pack: RetroPack; notes: readonly RetroNote[]; actions: readonly RetroAction[] }

export function retroMarkdown({ retro, pack, notes, actions }: Whole): string {
  const { zone } = pack
  const instant = (at: number) => `${formatInstantIn(at, zone)} (${zone})`
  const state = retro.closedAt === null ? 'still open' : `closed ${instant(retro.closedAt)}`
  const lines = [
    `# Retro of ${text(pack.team)}, ${daysWords(pack)}`,
    '',
    `Opened ${instant(retro.openedAt)}, ${state}. Figures are as they were when it was opened, by the definitions ${pack.profile.name} ${pack.profile.version}.`,
    ...packWords(pack).map((sentence) => `\n${sentence}`),
    ...section('Actions of the last retro', lastActions(pack)),
    ...section('Delivered', delivered(pack)),
    ...section('Figures', figures(pack)),
    ...section('The longest waits', waits(pack)),
    ...section('Failed deployments', failures(pack)),
    ...section('Pipelines', pipelines(pack)),
    ...section('Working agreements', agreements(pack)),
    ...section(
      'Written on the time line',
      pack.annotations.map(
        (one) => `- ${instant(one.at)}: ${text(one.text)}${one.about ? ` (${text(one.about)})` : ''}`,
      ),
    ),
    ...section(
      'Bear in mind',
      pack.caveats.map(({ service, count, words }) => `- ${text(service)}: ${count} ${words}`),
    ),
    ...Object.entries(NOTE_TITLES).flatMap(([kind, title]) =>
      section(
        title,
        notes.filter((note) => note.kind === kind).map((note) => `- ${text(note.text)}${votes(note.votes)}`),
      ),
    ),
    ...section(
      'Actions',
      actions.map(
        (action) =>
          `- ${text(action.text)}. Owner: ${text(action.ownerRole)}, by ${action.due}. Expected: ${expectationWords(action)}.`,
      ),
    ),
  ]
  return `${lines.join('\n')}\n`
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines]
}

function votes(count: number): string {
  return count === 0 ? '' : ` (${countWords(count, ['vote', 'votes'])})`
}

function lastActions({ lastActions: actions }: RetroPack): string[] {
  return actions.map((action) => {
    const { sign, words } = verdictOf(action)
    const told = action.outcome ? outcomeWords(action.outcome).join(' ') : ''
    return `- ${sign} ${words}: ${text(action.text)}. Expected: ${expectationWords(action)}. ${told}`.trimEnd()
  })
}

function delivered({ delivered: all }: RetroPack): string[] {
  const lists = all.items.filter(({ count }) => count > 0)
  return [
    deliveredWords(all).join(' '),
    ...lists.flatMap(({ item, count, changes }) => [
      '',
      `### ${heading(ITEM_NAMES[item])}`,
      '',
      ...changes.map((change) => `- ${quoted(change)}`),
      ...(count > changes.length ? [`- and ${count - changes.length} more`] : []),
    ]),
  ]
}

function figures({ figures: all }: RetroPack): string[] {
  const rows = all.map((figure) => {
    const { title, unit, earlier, change } = figure
    const before = earlier.map((one) => readingWords(unit, one)).join(' · ')
    const cells = [
      title,
      readingWords(unit, figure),
      figureRemarks(figure).join('; '),
      changeWords(change) ?? '–',
      before,
    ]
    return `| ${[...cells.map(text), variationWords(figure)].join(' | ')} |`
  })
  return [
    '| Figure | These days | Resting on | Against the window before | The windows before, the earliest first | Signal |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ]
}

function waits({ waits: all, waiting }: RetroPack): string[] {
  const lines = all.flatMap((wait) => [
    `- **${wait.stage}** ${waitWords(wait)}`,
    ...wait.changes.map((change) => `  - ${formatDuration(change.seconds)}: ${quoted(change)}`),
  ])
  if (waiting.count === 0) return lines
  return [
    ...lines,
    `- Not delivered at the end: ${countWords(waiting.count, ['change', 'changes'])}.`,
    ...waiting.oldest.map((change) => `  - ${formatDuration(change.ageSeconds)}: ${quoted(change)}`),
  ]
}

function failures({ failures: { total, shown }, zone }: RetroPack): string[] {
  const lines = shown.map((failure) => {
    const when = formatInstantIn(failure.finishedAt, zone)
    return `- ${text(failure.service)}, ${text(failure.id)}, ${when}: ${failureStory(failure).map(text).join(' ')}`
  })
  return total > shown.length ? [...lines, `- and ${total - shown.length} earlier ones`] : lines
}

function pipelines({ pipelines: all }: RetroPack): string[] {
  return all.map((one) => `- ${text(one.repository)}: ${pipelineWords(one).map(text).join(' ')}`)
}

function agreements({ agreements: all, zone }: RetroPack): string[] {
  return all.flatMap((reading) => [
    `- ${agreementWords(reading)}: ${keptWords(reading)}`,
    ...reading.exceptions.map((held) => `  - ${text(exceptionWords(reading.id, held, zone))}`),
  ])
}

function quoted({ service, label, title, url }: QuotedChange): string {
  const name = url !== null && isWeb(url) ? `[${text(label)}](<${linked(url)}>)` : text(label)
  return `${name} ${text(title)} (${text(service)})`
}

function isWeb(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

/** As `URL` writes it, nothing in it ends the brackets. */
function linked(url: string): string {
  return new URL(url).href.replaceAll('<', '%3C').replaceAll('>', '%3E')
}

/** One line of text: what Markdown or HTML would read as a sign is escaped, controls and marks that turn the line are dropped. */
function text(given: string): string {
  return given
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~!&$]/g, '\\$&')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2')
}
