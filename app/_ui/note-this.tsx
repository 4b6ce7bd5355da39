import { type WindowChoice, windowQuery, withQuery } from '../../lib/insights/page-window'
import styles from './note-this.module.css'

type Props = { scope: { service?: string; team?: string }; choice: WindowChoice }

/** Where somebody who knows what happened can say it, of the same scope and with the same window. */
export function NoteThis({ scope, choice }: Props) {
  const query = new URLSearchParams(scope).toString()
  const address = withQuery(query === '' ? '/annotations' : `/annotations?${query}`, windowQuery(choice))
  return (
    <p className={`${styles.note} screen-only`}>
      <a href={address}>Note something about this time</a>
    </p>
  )
}
