import { annotationDays, annotationZone, type Listed } from '../../lib/insights/annotation-words'
import { BY_HAND } from '../../lib/records/by-hand'
import type { Former, Kept } from '../../lib/store/annotations'
import controls from '../_ui/controls.module.css'
import type { Query } from '../_ui/query'
import table from '../_ui/table.module.css'
import { When } from '../_ui/when'
import { putBackFormer, removeWritten } from './actions'
import { anchorOf, annotationsHref } from './address'
import styles from './annotations.module.css'

type Place = { services: Listed[]; kept: Query; now: number; mayChange: boolean }

/** What stands. What a source brought is shown with its source, which alone can change it. */
export function Standing({ list, place }: { list: Kept[]; place: Place }) {
  const { services, kept, mayChange } = place
  return (
    <table className={table.table}>
      <caption className="visually-hidden">Annotations, the latest first</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col" className={table.wide}>
            About
          </th>
          <th scope="col">
            <span className="visually-hidden">What can be done</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {list.map((one) => (
          <tr key={`${one.source} ${one.id}`} id={one.source === BY_HAND ? anchorOf(one.id) : undefined}>
            <th scope="row" className={styles.when}>
              {annotationDays(one, annotationZone(one, services))}
            </th>
            <td>
              <What said={one} />
            </td>
            <td className={`${table.wide} ${styles.about}`}>
              <About said={one} />
              <Origin said={one} />
            </td>
            <td className={`${table.end} ${styles.acts}`}>
              {one.source === BY_HAND && mayChange && (
                <>
                  <a href={annotationsHref(kept, { edit: one.id }, 'form')} className="screen-only">
                    Change<span className="visually-hidden"> “{one.text}”</span>
                  </a>
                  <form action={removeWritten} className="screen-only">
                    <Hidden id={one.id} seen={one.saidAt} kept={kept} />
                    <button type="submit" className={styles.act}>
                      Remove<span className="visually-hidden"> “{one.text}”</span>
                    </button>
                  </form>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What was changed or removed here; each can be put back. */
export function NoMore({ former, place }: { former: Former[]; place: Place }) {
  const { services, kept, now, mayChange } = place
  if (former.length === 0) return null
  return (
    <details className={`${styles.former} screen-only`}>
      <summary>Changed or removed lately</summary>
      <table className={table.table}>
        <caption className="visually-hidden">What was changed or removed, the latest first; times in UTC</caption>
        <thead>
          <tr>
            <th scope="col">Until</th>
            <th scope="col">It said</th>
            <th scope="col">
              <span className="visually-hidden">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {former.map((one) => (
            <tr key={`${one.id} ${one.endedAt}`}>
              <th scope="row" className={styles.when}>
                {one.seen === null ? 'removed' : 'changed'} <When at={one.endedAt} zone="UTC" now={now} />
              </th>
              <td>
                <What said={one} />
                <span className="quiet">
                  {annotationDays(one, annotationZone(one, services))}, <About said={one} />
                </span>
              </td>
              <td className={`${table.end} ${styles.acts}`}>
                {mayChange && (
                  <form action={putBackFormer}>
                    <Hidden id={one.id} seen={one.seen} kept={kept} />
                    <input type="hidden" name="ended" value={one.endedAt} />
                    <button type="submit" className={controls.button}>
                      Put back<span className="visually-hidden"> “{one.text}”</span>
                    </button>
                  </form>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function What({ said }: { said: Kept }) {
  return (
    <>
      <bdi className={styles.text}>{said.text}</bdi>
      {said.kind !== null && said.kind !== '' && (
        <bdi className={table.tag} title={said.kind}>
          {said.kind}
        </bdi>
      )}
      <span className={table.narrow}>
        <About said={said} />
        <Origin said={said} />
      </span>
    </>
  )
}

function About({ said: { team, service } }: { said: Kept }) {
  if (service !== null) return <bdi>{service}</bdi>
  if (team === null) return <>everybody</>
  return (
    <>
      team <bdi>{team}</bdi>
    </>
  )
}

/** What a source brought, only that source can change. */
function Origin({ said: { source } }: { said: Kept }) {
  if (source === BY_HAND) return null
  return (
    <small className={styles.origin}>
      from <bdi>{source}</bdi>
    </small>
  )
}

function Hidden({ id, seen, kept }: { id: string; seen: number | null; kept: Query }) {
  return (
    <>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="seen" value={seen ?? ''} />
      <input type="hidden" name="kept" value={annotationsHref(kept).split('?')[1] ?? ''} />
    </>
  )
}
