import controls from '../_ui/controls.module.css'
import styles from './annotations.module.css'

const DONE: Record<string, string> = {
  saved: 'Kept. It is drawn on every trend that it concerns.',
  removed: 'Removed. It can be put back below.',
  'put-back': 'Put back.',
}
const REFUSED: Record<string, string> = {
  demo: 'Nothing was changed: this is a demonstration.',
  meanwhile: 'Nothing was changed, because somebody else changed it meanwhile. Look at it below.',
  gone: 'Nothing was changed: it is not there any more.',
  'not-here': 'Nothing was changed: this may not be done here.',
}

/** What came of the last form. */
export function Told({ answer = '' }: { answer: string | undefined }) {
  if (Object.hasOwn(DONE, answer))
    return (
      <p role="status" className={styles.told}>
        {DONE[answer]}
      </p>
    )
  if (!Object.hasOwn(REFUSED, answer)) return null
  return (
    <p role="alert" className={`${styles.told} ${controls.wrong}`}>
      {REFUSED[answer]}
    </p>
  )
}
