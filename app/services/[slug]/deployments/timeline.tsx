import { formatCount, formatRange } from '../../../../lib/format'
import { timeMarks } from '../../../../lib/insights/chart/time-marks'
import type { Timeline as Found } from '../../../../lib/insights/deployments-page'
import { placeOf, rowsOfSpans } from '../../../../lib/insights/timeline'
import { dayBuckets, weekBuckets } from '../../../../lib/time'
import { When } from '../../../_ui/when'
import { LIST } from '../frame'
import page from '../page.module.css'
import { INCIDENT_ROW, Incidents } from './incident-bars'
import { LANE, LaneOf } from './lane'
import { OUTCOME_NAMES, OutcomeMark } from './outcome-mark'
import styles from './timeline.module.css'

type Props = {
  timeline: Found
  range: { from: number; to: number }
  zone: string
  now: number
  slug: string
  path: string
}

const TOP = 24
const FOOT = 24
const DAY = 86_400_000
const FEW_DAYS = 9

export const percent = (share: number) => `${(share * 100).toFixed(2)}%`

/** A lane per environment over the window, incidents as bars, remarks as flags. Every mark is a link with words of its own. */
export function Timeline({ timeline, range, zone, now, slug, path }: Props) {
  const { lanes, incidents, annotations, others, unfinished, moreIncidents } = timeline
  const { from, to } = range
  const starts = ((to - from) / DAY <= FEW_DAYS ? dayBuckets : weekBuckets)(from, to, zone, now).map(
    ({ start }) => start,
  )
  const gap = (to - from) * 0.012
  const spans = incidents.map(({ startedAt, resolvedAt }) => ({ from: startedAt, to: resolvedAt ?? Math.min(now, to) }))
  const rows = rowsOfSpans(spans, gap)
  const bars = incidents.length === 0 ? 0 : LANE.label + (Math.max(...rows) + 1) * INCIDENT_ROW + 8
  const below = TOP + lanes.length * LANE.height
  const height = below + bars
  return (
    <figure className={`${page.section} ${styles.figure}`} aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <figcaption>
        Each mark is a deployment where and when it finished, or several of one kind that finished close together, with
        their number. <a href={`#${LIST}`}>Production as a table</a>
      </figcaption>
      <ul className={styles.key} aria-label="Signs">
        {(['fine', 'failed', 'recovered', 'attempt'] as const).map((outcome) => (
          <li key={outcome}>
            <OutcomeMark outcome={outcome} named={false} /> {OUTCOME_NAMES[outcome]}
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard */}
      <section className={styles.scroll} aria-label="Timeline of deployments" tabIndex={0}>
        <svg className={styles.drawing} width="100%" height={height + FOOT} aria-labelledby="timeline">
          <title>Timeline</title>
          {timeMarks(starts, from, to, zone).map(({ at, label }) => (
            <g key={at}>
              <line
                x1={percent(placeOf(at, range))}
                x2={percent(placeOf(at, range))}
                y1={TOP}
                y2={height}
                className={styles.grid}
              />
              <text x={percent(placeOf(at, range))} y={height + 16} className={styles.tick}>
                {label}
              </text>
            </g>
          ))}
          {now > from && now < to && (
            <line
              x1={percent(placeOf(now, range))}
              x2={percent(placeOf(now, range))}
              y1={TOP}
              y2={height}
              className={styles.now}
            />
          )}
          {annotations.map(({ source, id, at, until, text }, number) => (
            <g key={`${source} ${id}`}>
              {until !== null && (
                <rect
                  x={percent(placeOf(at, range))}
                  width={percent(placeOf(until, range) - placeOf(at, range))}
                  y={TOP}
                  height={height - TOP}
                  className={styles.spell}
                />
              )}
              <line
                x1={percent(placeOf(at, range))}
                x2={percent(placeOf(at, range))}
                y1={TOP - 4}
                y2={height}
                className={styles.flagpole}
              />
              <svg x={percent(placeOf(at, range))} y="2" overflow="visible" aria-hidden="true">
                <rect width="16" height="16" rx="2" className={styles.flag} />
                <text x="8" y="12" className={styles.flagNumber}>
                  {number + 1}
                </text>
              </svg>
              <title>{text}</title>
            </g>
          ))}
          {lanes.map((lane, at) => (
            <LaneOf
              key={`${lane.isProduction} ${lane.environment}`}
              lane={lane}
              top={TOP + at * LANE.height}
              zone={zone}
              slug={slug}
              path={path}
            />
          ))}
          {incidents.length > 0 && (
            <Incidents incidents={incidents} rows={rows} range={range} top={below} zone={zone} now={now} slug={slug} />
          )}
        </svg>
      </section>
      {annotations.length > 0 && (
        <ol className={styles.notes} aria-label="Remarks">
          {annotations.map(({ source, id, at, until, text }, number) => (
            <li key={`${source} ${id}`}>
              <b>{number + 1}</b>
              <span>
                <bdi>{text}</bdi>{' '}
                <span className="quiet">
                  {until === null ? <When at={at} zone={zone} now={now} /> : formatRange(at, until, zone)}
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
      <Left lanes={lanes.length} others={others} unfinished={unfinished} moreIncidents={moreIncidents} />
    </figure>
  )
}

type LeftProps = Pick<Found, 'others' | 'unfinished' | 'moreIncidents'> & { lanes: number }

/** What is not in the drawing. */
function Left({ lanes, others, unfinished, moreIncidents }: LeftProps) {
  const parts: string[] = []
  if (lanes === 1)
    parts.push('No deployment to another environment is known in this window; only deployment records tell of them.')
  if (others.length > 0)
    parts.push(
      `Not drawn: ${others.map(({ environment, count }) => `${environment} (${formatCount(count)})`).join(', ')}.`,
    )
  if (unfinished > 0)
    parts.push(
      `${formatCount(unfinished)} ${unfinished === 1 ? 'deployment' : 'deployments'} to other environments did not finish or ${unfinished === 1 ? 'was' : 'were'} cancelled, and ${unfinished === 1 ? 'is' : 'are'} not drawn.`,
    )
  if (moreIncidents > 0) parts.push(`${formatCount(moreIncidents)} earlier incidents are not drawn.`)
  return parts.length === 0 ? null : <p className="quiet">{parts.join(' ')}</p>
}
