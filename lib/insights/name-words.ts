// What anybody wrote, a name of a job or a title of an incident, as part of a sentence of ours.

/** What reads from left to right whatever stands around it. */
const PLAIN = /^[\x20-\x7e]*$/

/** At most 60 letters of it. */
export function nameWords(name: string): string {
  return setApart(name, 60)
}

/** Cut where it is long, set apart where it may be written from right to left, and without marks that turn what follows. */
export function setApart(text: string, longest: number): string {
  const letters = [...text.replace(/\p{Bidi_Control}/gu, '')]
  const shown = letters.length > longest ? `${letters.slice(0, longest).join('')}…` : letters.join('')
  return PLAIN.test(shown) ? shown : `\u2068${shown}\u2069`
}
