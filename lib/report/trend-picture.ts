// A trend as a picture that stands alone: what it is of, when and how it was made, the drawing, its key and its notes.
import { LIGHT, WHITE } from '../tokens'
import { cut, lines, plain, textWidth } from './lettering'
import { element, type Picture, svgOf, text } from './svg'
import { drawPlot, drawSign, type KeySign, type TrendDrawing } from './trend-plot'

export type PictureWords = {
  title: string
  /** Whose: a name, whatever is in it. */
  about: string
  value: string
  /** What stands beside the value, each a few words: how many, how sure, compared with what. */
  remarks: string[]
  /** Window, zone, and the time as of which it is. */
  when: string
  heading: string
  sentence: string
  key: { sign: KeySign; words: string }[]
  /** By the numbers of the flags. */
  notes: { number: number; when: string; words: string }[]
  /** What to know of the notes that are not there. */
  more: string
  definition: string
  source: string
}

const WIDTH = 1200
const MARGIN = 40
const INNER = WIDTH - 2 * MARGIN
const PLOT_HEIGHT = 340
/** From one line of small text to the next. */
const LINE = 20
const GAP = 24

/** Whatever has a picture has the same frame: without a drawing the words of `sentence` stand in its place. */
export function trendPicture(chart: TrendDrawing | null, words: PictureWords): Picture {
  const parts: string[] = []
  let y = MARGIN + 20
  const put = (x: number, line: string, size: number, fill: string = LIGHT.inkQuiet, weight: 400 | 600 = 400) =>
    parts.push(text(x, y, line, { size, fill, weight }))

  put(MARGIN, words.title, 24, LIGHT.ink, 600)
  const of = MARGIN + textWidth(`${words.title} `, 24, 600)
  put(of, 'of', 24)
  const name = of + textWidth('of ', 24)
  put(name, cut(plain(words.about), WIDTH - MARGIN - name, 24), 24)
  y += 26
  put(MARGIN, cut(words.when, INNER, 14), 14)
  y += 54
  put(MARGIN, words.value, 32, LIGHT.ink, 600)
  const besideX = MARGIN + textWidth(words.value, 32, 600) + 16
  const beside = lines(words.remarks.join(' · '), WIDTH - MARGIN - besideX, 14, 2)
  if (beside.length === 2) parts.push(text(besideX, y - LINE, beside[0] ?? '', { size: 14, fill: LIGHT.inkQuiet }))
  put(besideX, beside.at(-1) ?? '', 14)
  y += 44
  put(MARGIN, cut(words.heading, INNER, 16, 600), 16, LIGHT.ink, 600)
  for (const line of lines(words.sentence, INNER, 14, 3)) {
    y += LINE
    put(MARGIN, line, 14, LIGHT.ink)
  }
  if (chart) {
    const plot = drawPlot(chart, { left: MARGIN, top: y + GAP, width: INNER, height: PLOT_HEIGHT })
    parts.push(plot.content)
    y = drawKey(parts, words.key, plot.bottom + GAP) + 12
  }
  for (const { number, when, words: said } of words.notes) {
    y += LINE
    parts.push(chip(MARGIN, y - 13, number))
    put(MARGIN + 32, when, 14)
    const x = MARGIN + 32 + textWidth(when, 14) + 8
    put(x, cut(plain(said), WIDTH - MARGIN - x, 14), 14, LIGHT.ink)
  }
  if (words.more !== '') {
    y += LINE
    put(MARGIN, words.more, 14)
  }
  y += GAP
  parts.push(element('path', { d: `M${MARGIN} ${y}H${WIDTH - MARGIN}`, stroke: LIGHT.line }))
  y += 4
  for (const line of [...lines(words.definition, INNER, 12, 3), ...lines(words.source, INNER, 12, 3)]) {
    y += 18
    put(MARGIN, line, 12)
  }
  return svgOf(WIDTH, y + MARGIN - 12, WHITE, parts.join(''))
}

/** The number of a note, as its flag has it. */
function chip(x: number, y: number, number: number): string {
  const box = element('rect', { x, y, width: 24, height: 16, rx: 2, fill: LIGHT.inkQuiet })
  return box + text(x + 12, y + 12, String(number), { size: 11, fill: WHITE, weight: 600, anchor: 'middle' })
}

/** Entries side by side; returns the base line of the last row. */
function drawKey(parts: string[], key: PictureWords['key'], top: number): number {
  let [x, y] = [MARGIN, top]
  for (const { sign, words } of key) {
    const width = 24 + textWidth(words, 12)
    if (x + width > WIDTH - MARGIN) [x, y] = [MARGIN, y + LINE]
    parts.push(drawSign(sign, x, y - 4), text(x + 24, y, words, { size: 12, fill: LIGHT.inkQuiet }))
    x += width + 20
  }
  return key.length === 0 ? top - GAP : y
}
