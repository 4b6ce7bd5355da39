import type { IncidentFact } from '../../../../lib/facts/incident'
import { formatCount, formatDuration, formatInstantIn } from '../../../../lib/format'
import { placeOf } from '../../../../lib/insights/timeline'
import { rowHref } from '../frame'
import { LANE } from './lane'
import styles from './timeline.module.css'

export const INCIDENT_ROW = 16

type Props = {
  incidents: IncidentFact[]
  /** In which row each is drawn. */
  rows: number[]
  range: { from: number; to: number }
  top: number
  zone: string
  now: number
  slug: string
}

/** A bar from the begin of an incident to its end, or to now. The tick at its begin is seen however short it was. */
export function Incidents({ incidents, rows, range, top, zone, now, slug }: Props) {
  const frame = { path: `/services/${encodeURIComponent(slug)}`, query: { from: undefined } }
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of a drawing does nothing by itself
    // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset
    <g role="group" aria-label={`${formatCount(incidents.length)} incidents`}>
      <text x="0" y={top + 14} className={styles.name}>
        incidents <tspan className={styles.count}>{formatCount(incidents.length)}</tspan>
      </text>
      {incidents.map((incident, at) => {
        const { source, id, title, startedAt, resolvedAt } = incident
        const begin = placeOf(startedAt, range)
        const share = Math.max(0, placeOf(resolvedAt ?? Math.min(now, range.to), range) - begin)
        const y = top + LANE.label + (rows[at] ?? 0) * INCIDENT_ROW
        const lasted =
          resolvedAt === null ? 'open' : `lasted ${formatDuration(Math.max(0, resolvedAt - startedAt) / 1000)}`
        const label = `Incident ${id}: ${title}, ${formatInstantIn(startedAt, zone)}, ${lasted}`
        return (
          <a key={`${source} ${id}`} href={rowHref(frame, 'incidents', id)} aria-label={label} className={styles.mark}>
            <rect
              x={`${(begin * 100).toFixed(2)}%`}
              width={`${(share * 100).toFixed(2)}%`}
              y={y + 2}
              height="8"
              className={styles.incident}
            />
            <svg x={`${(begin * 100).toFixed(2)}%`} y={y} overflow="visible" aria-hidden="true">
              <rect x="-6" y="-2" width="14" height="16" className={styles.hit} />
              <rect width="3" height="12" className={styles.begin} />
              <title>{label}</title>
            </svg>
          </a>
        )
      })}
    </g>
  )
}
