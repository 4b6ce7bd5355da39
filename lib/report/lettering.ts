// Text that stays inside its place: how wide it is, where it is cut, where its lines end. Sizes and widths are in pixels.
import { faceOf, type Weight } from './font'
import { oneLine } from './names'

/** What other fonts draw is guessed, wide rather than narrow, in ems. */
const FOREIGN_WIDTH = 1.1
/** A font that has what Inter lacks draws the whole line, and may be bold and wide. */
const OTHER_FONT = 1.25
const ELLIPSIS = '…'
/** LIMIT: resvg 2.6 draws no fonts of colours, and one letter without a glyph spoils others of its line. */
const NO_EMOJI = '□'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u

/** A name or a sentence of anybody as one line of text; emoji are boxes. */
export function plain(text: string): string {
  const line = oneLine(text)
  if (!EMOJI.test(line)) return line
  const { glyphs } = faceOf(400)
  return [...graphemes.segment(line)]
    .map(({ segment }) => (EMOJI.test(segment) && !glyphs.has(segment.codePointAt(0) ?? 0) ? NO_EMOJI : segment))
    .join('')
}

export function textWidth(text: string, size: number, weight: Weight = 400): number {
  return emsOf(text, weight) * size * (isForeign(text) ? OTHER_FONT : 1)
}

function emsOf(text: string, weight: Weight): number {
  const { glyphs, widthOf } = faceOf(weight)
  let ems = 0
  for (const letter of text) {
    const glyph = glyphs.get(letter.codePointAt(0) ?? 0)
    if (glyph !== undefined) ems += widthOf(glyph)
    else if (!isWidthless(letter)) ems += FOREIGN_WIDTH
  }
  return ems
}

/** Marks on other letters, joiners, variants. */
function isWidthless(letter: string): boolean {
  return /[\p{Mn}\p{Me}\p{Cf}]/u.test(letter)
}

/** Whether a text has letters that only other fonts have. */
export function isForeign(text: string): boolean {
  const { glyphs } = faceOf(400)
  for (const letter of text) if (!glyphs.has(letter.codePointAt(0) ?? 0) && !isWidthless(letter)) return true
  return false
}

/** The text, or its beginning and an ellipsis, not wider than `width`. */
export function cut(text: string, width: number, size: number, weight: Weight = 400): string {
  if (textWidth(text, size, weight) <= width) return text
  let kept = ''
  let room = width / size / (isForeign(text) ? OTHER_FONT : 1) - emsOf(ELLIPSIS, weight)
  for (const { segment } of graphemes.segment(text)) {
    room -= emsOf(segment, weight)
    if (room < 0) break
    kept += segment
  }
  return `${kept.trimEnd()}${ELLIPSIS}`
}

/** Lines not wider than `width`, at most `most`; the last one is cut. */
export function lines(text: string, width: number, size: number, most: number): string[] {
  const made: string[] = []
  let line = ''
  const words = text.split(/ +/).filter((word) => word !== '')
  for (const [at, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || textWidth(longer, size) <= width) line = longer
    else if (made.length === most - 1) return [...made, cut([line, ...words.slice(at)].join(' '), width, size)]
    else {
      made.push(cut(line, width, size))
      line = word
    }
  }
  return line === '' ? made : [...made, cut(line, width, size)]
}
