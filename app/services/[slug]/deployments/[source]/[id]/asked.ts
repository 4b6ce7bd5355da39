import { type AskedWord, WORDS } from '../../../../../../lib/insights/correct'

const LONGEST = 2000

/** What the form of a word says; null where it was not sent by a page of ours. */
export function readAsked(form: FormData): AskedWord | null {
  const text = (name: string) => {
    const value = form.get(name)
    // No text of a record can hold NUL, nor half a character.
    return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed().slice(0, LONGEST) : ''
  }
  const word = WORDS.find((one) => one === text('do'))
  const [slug, source, id] = [text('service'), text('source'), text('id')]
  if (!word || slug === '' || source === '' || id === '') return null
  const target = text('target').trim()
  return {
    slug,
    deployment: { source, id },
    word,
    seen: text('seen'),
    reason: text('reason'),
    target: target === '' ? null : { id: target, source: text('target-source') || null },
  }
}
