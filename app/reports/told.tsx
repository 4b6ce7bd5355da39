import controls from '../_ui/controls.module.css'
import styles from './reports.module.css'

const DONE = {
  saved: 'Saved.',
  paused: 'Paused: nothing is sent until somebody resumes it.',
  resumed: 'Resumed.',
  removed: 'Removed. What it has sent is kept.',
  asked: 'It is on its way: it appears among the sendings within seconds.',
  'asked-there': 'It is sent there again from now on, and this one is on its way.',
} as const
const REFUSED = {
  'not-here': 'Nothing was changed or sent: this may not be done here.',
  demo: 'Nothing was changed or sent: this is a demonstration.',
  meanwhile: 'Nothing was changed: it is not as it was any more. Look at it below.',
  missing: 'Nothing was sent: this report has been removed meanwhile.',
  nobody: 'Nothing was sent: nobody gets this report.',
  'no-address': 'Nothing was sent: that is not an e-mail address.',
  'no-services': 'Nothing was sent: no service that it is about is known.',
} as const

export type Told = keyof typeof DONE | keyof typeof REFUSED

/** What came of the last form. */
export function ToldWords({ answer = '' }: { answer: string | undefined }) {
  const done = wordsOf(DONE, answer)
  if (done !== null)
    return (
      <p role="status" className={styles.told}>
        {done}
      </p>
    )
  const refused = wordsOf(REFUSED, answer)
  if (refused === null) return null
  return (
    <p role="alert" className={`${styles.told} ${controls.wrong}`}>
      {refused}
    </p>
  )
}

function wordsOf(words: Record<string, string>, answer: string): string | null {
  return Object.hasOwn(words, answer) ? (words[answer] ?? null) : null
}
