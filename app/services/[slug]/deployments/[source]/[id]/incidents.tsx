import { formatDuration } from '../../../../../../lib/format'
import type { CountedPage, IncidentHere } from '../../../../../../lib/insights/deployment-page'
import table from '../../../../../_ui/table.module.css'
import { When } from '../../../../../_ui/when'
import { type Frame, foreignRowHref, rowHref } from '../../../frame'
import page from '../../../page.module.css'

/** The incidents that are linked to it, by which rule and how surely. */
export function Incidents({ page: { incidents }, frame }: { page: CountedPage; frame: Frame }) {
  return (
    <section className={page.section} aria-labelledby="incidents">
      <h2 id="incidents">Incidents</h2>
      {incidents.length === 0 ? (
        <p className="quiet">No incident is linked to it.</p>
      ) : (
        <table className={table.table}>
          <caption className="visually-hidden">Incidents that are linked to this deployment</caption>
          <thead>
            <tr>
              <th scope="col">Incident</th>
              <th scope="col">Rule</th>
              <th scope="col" className={`${table.end} ${table.wide}`}>
                Began
              </th>
              <th scope="col" className={table.end}>
                Lasted
              </th>
            </tr>
          </thead>
          <tbody>
            {incidents.map((one) => (
              <Row key={`${one.incident.source} ${one.incident.id}`} one={one} frame={frame} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Row({ one, frame }: { one: IncidentHere; frame: Frame }) {
  const { incident, holder } = one
  const { id, title, startedAt, resolvedAt } = incident
  const address =
    holder === frame.service ? rowHref(frame, 'incidents', id) : foreignRowHref(frame, holder, 'incidents', id)
  const name = <bdi className="number">{id}</bdi>
  return (
    <tr>
      <th scope="row">
        {address === null ? name : <a href={address}>{name}</a>} <bdi>{title}</bdi>
        {incident.severity !== null && <span className={table.tag}>{incident.severity}</span>}
      </th>
      <td>{ruleOf(one)}</td>
      <td className={`${table.end} ${table.fit} ${table.wide}`}>
        <When at={startedAt} zone={frame.zone} now={frame.now} />
      </td>
      <td className={`${table.end} ${table.fit}`}>
        {resolvedAt === null ? 'open' : resolvedAt < startedAt ? '–' : formatDuration((resolvedAt - startedAt) / 1000)}
      </td>
    </tr>
  )
}

function ruleOf({ link, isFix }: IncidentHere): string {
  const parts: string[] = []
  if (link === 'explicit') parts.push('a source or a person names this deployment as its cause (stated)')
  if (link === 'inferred') parts.push('it began soon after this deployment, the latest before it (inferred)')
  if (isFix) parts.push('this deployment is named as its fix (stated)')
  return parts.join('; ')
}
