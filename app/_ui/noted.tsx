import { formatCount } from '../../lib/format'
import { annotationDays, annotationZone, type Listed } from '../../lib/insights/annotation-words'
import { type WindowChoice, windowQuery, withQuery } from '../../lib/insights/page-window'
import type { Annotation } from '../../lib/store/annotations'
import { NoteThis } from './note-this'
import styles from './note-this.module.css'

type Props = {
  annotations: readonly Annotation[]
  scope: { service?: string; team?: string }
  choice: WindowChoice
  services: readonly Listed[]
}

/** The latest are said; more would push aside what the page is about. */
const SHOWN = 3

/** What the ticks on small drawings stand for, in words. */
export function Noted({ annotations, scope, choice, services }: Props) {
  const shown = annotations.slice(-SHOWN)
  const more = annotations.length - shown.length
  const several = scope.service === undefined
  const query = new URLSearchParams(scope).toString()
  const all = withQuery(query === '' ? '/annotations' : `/annotations?${query}`, windowQuery(choice))
  return (
    <section className={styles.noted} aria-label="Noted in this time">
      {shown.length > 0 && (
        <ul>
          {shown.map((one) => (
            <li key={`${one.source} ${one.id}`}>
              <i aria-hidden="true" />
              <span className="quiet">
                {annotationDays(one, annotationZone(one, services))}
                {several && <Whom annotation={one} />}
              </span>{' '}
              <bdi>{one.text}</bdi>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <p className={styles.more}>
          <a href={all}>
            {formatCount(more)} earlier {more === 1 ? 'annotation' : 'annotations'} of this time
          </a>
        </p>
      )}
      <NoteThis scope={scope} choice={choice} />
    </section>
  )
}

function Whom({ annotation: { service, team } }: { annotation: Annotation }) {
  const name = service ?? team
  return name === null ? null : (
    <>
      , <bdi>{name}</bdi>
    </>
  )
}
