// What anybody wrote, a name or a title, as part of a sentence of ours: one line, of bearable length, that moves nothing around it.

/** What XML cannot hold, and what turns the direction of the text around it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu
/** NOTE: besides tabs and newlines what Unicode calls the end of a line or paragraph: some mail programs break there. */
const BREAKS = /[\t\r\n\v\f\u0085\u2028\u2029]+/g
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** LIMIT: a letter may carry any number of marks; of one longer than this only a part is kept. */
const LONGEST_LETTER = 32

export function oneLine(text: string): string {
  return text.replaceAll(BREAKS, ' ').replaceAll(UNPRINTABLE, '')
}

/** At most `most` letters, set apart from the words around it where it is written from right to left. */
export function named(text: string, most: number): string {
  const line = oneLine(text).replaceAll(/ {2,}/g, ' ').trim()
  const letters: string[] = []
  for (const { segment } of graphemes.segment(line)) {
    if (letters.length === most) break
    letters.push(segment.slice(0, LONGEST_LETTER))
  }
  const kept = letters.join('')
  const shown =
    kept.length < line.length
      ? `${letters
          .slice(0, most - 1)
          .join('')
          .trimEnd()}…`
      : kept
  return RIGHT_TO_LEFT.test(shown) ? `\u2068${shown}\u2069` : shown
}
