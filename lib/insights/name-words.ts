// A name that anybody gave, of a job or a pipeline, as part of a sentence of ours.

const LONGEST = 60
/** What reads from left to right whatever stands around it. */
const PLAIN = /^[\x20-\x7e]*$/

/** At most 60 letters, set apart where it may be written from right to left, and without marks that turn what follows. */
export function nameWords(name: string): string {
  const letters = [...name.replace(/\p{Bidi_Control}/gu, '')]
  const shown = letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : letters.join('')
  return PLAIN.test(shown) ? shown : `\u2068${shown}\u2069`
}
