import { formatDuration, formatRate } from '../../../lib/format'
import { estimateText } from '../../../lib/insights/stream-estimate'
import type { StreamEstimate, StreamOwner } from '../../../lib/store/stream-estimates'
import table from '../table.module.css'
import { When } from '../when'
import { dropEstimate, shiftEstimate } from './estimate-actions'
import { EstimateForm } from './estimate-form'
import styles from './stream.module.css'

type Props = {
  owner: StreamOwner
  current: StreamEstimate[]
  past: StreamEstimate[]
  /** The id that the address asks to edit. */
  edit: string | null
  /** This page with an estimate's form, or without. */
  editHref: (id: string | null) => string
  demo: boolean
  zone: string
  now: number
}

/** The stages that no record tells of: those on the map, the former ones, and a form for another. */
export function Estimates({ owner, current, past, edit, editHref, demo, zone, now }: Props) {
  const editing = current.find(({ id }) => id === edit)
  return (
    <section id="estimates" className={`${styles.section} screen-only`} aria-labelledby="estimates-title">
      <h2 id="estimates-title">Stages that no record tells of</h2>
      <p className="quiet">
        What comes before the first commit or after production can be added by hand. It is drawn dashed, dated, and kept
        apart from what was measured.
      </p>
      {current.length > 0 && (
        <Table caption="On the map" estimates={current} zone={zone} now={now} last={null}>
          {(estimate) =>
            demo ? null : (
              <>
                <a href={editHref(estimate.id)} aria-label={`Edit ${estimate.name}`}>
                  Edit
                </a>{' '}
                <Order owner={owner} estimate={estimate} among={current} />
                <form action={dropEstimate} className={styles.inline}>
                  <Whose owner={owner} id={estimate.id} />
                  <button type="submit" aria-label={`Remove ${estimate.name}`}>
                    Remove
                  </button>
                </form>
              </>
            )
          }
        </Table>
      )}
      {past.length > 0 && (
        <details className={styles.fold}>
          <summary>Former estimates</summary>
          <Table caption="Removed; kept as they were" estimates={past} zone={zone} now={now} last="Removed">
            {({ removedAt }) => removedAt !== null && <When at={removedAt} zone={zone} now={now} />}
          </Table>
        </details>
      )}
      {demo ? (
        <p>The demonstration keeps no estimates. On your own data a form stands here.</p>
      ) : (
        <EstimateForm
          about={owner.about}
          owner={owner.owner}
          editing={editing ? { id: editing.id, values: estimateText(editing), back: editHref(null) } : null}
        />
      )}
    </section>
  )
}

function Whose({ owner, id }: { owner: StreamOwner; id: string }) {
  return (
    <>
      <input type="hidden" name="about" value={owner.about} />
      <input type="hidden" name="owner" value={owner.owner} />
      <input type="hidden" name="id" value={id} />
    </>
  )
}

type OrderProps = { owner: StreamOwner; estimate: StreamEstimate; among: StreamEstimate[] }

/** A step towards either end, where another one stands on that side. */
function Order({ owner, estimate, among }: OrderProps) {
  const near = among.filter(({ place }) => place === estimate.place)
  const at = near.indexOf(estimate)
  if (near.length < 2) return null
  return (
    <form action={shiftEstimate} className={styles.inline}>
      <Whose owner={owner} id={estimate.id} />
      {at > 0 && (
        <button type="submit" name="to" value="earlier" aria-label={`Move ${estimate.name} earlier`}>
          Earlier
        </button>
      )}{' '}
      {at < near.length - 1 && (
        <button type="submit" name="to" value="later" aria-label={`Move ${estimate.name} later`}>
          Later
        </button>
      )}{' '}
    </form>
  )
}

type TableProps = {
  caption: string
  estimates: StreamEstimate[]
  zone: string
  now: number
  /** The head of the last column; null: it changes. */
  last: string | null
  children: (estimate: StreamEstimate) => React.ReactNode
}

function Table({ caption, estimates, zone, now, last, children }: TableProps) {
  return (
    <table className={table.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Waiting before it
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Active
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            %C&A
          </th>
          <th scope="col" className={table.end}>
            Estimated
          </th>
          <th scope="col" className={table.end}>
            {last ?? <span className="visually-hidden">Change</span>}
          </th>
        </tr>
      </thead>
      <tbody>
        {estimates.map((estimate) => {
          const { id, name, place, waitSeconds, activeSeconds, completeAccurate, estimatedAt } = estimate
          return (
            <tr key={id}>
              <th scope="row">
                <bdi>{name}</bdi>{' '}
                <span className="quiet">{place === 'before' ? 'before the first commit' : 'after production'}</span>
              </th>
              <td className={`${table.end} ${table.wide}`}>{formatDuration(waitSeconds)}</td>
              <td className={`${table.end} ${table.wide}`}>{formatDuration(activeSeconds)}</td>
              <td className={`${table.end} ${table.wide}`}>{formatRate(completeAccurate)}</td>
              <td className={`${table.end} ${table.fit}`}>
                <When at={estimatedAt} zone={zone} now={now} />
              </td>
              <td className={`${table.end} ${table.fit}`}>{children(estimate)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
