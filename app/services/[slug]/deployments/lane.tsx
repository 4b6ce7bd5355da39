import { formatCount, formatInstantIn, formatRange } from '../../../../lib/format'
import type { Lane } from '../../../../lib/insights/deployments-page'
import type { TimelineEvent, TimelineMark } from '../../../../lib/insights/timeline'
import { dayKey, dayNumber, dayStart } from '../../../../lib/time'
import { href } from '../../../_ui/query'
import { LIST } from '../frame'
import { deploymentAddress } from './address'
import { OUTCOME_NAMES, Shape } from './outcome-mark'
import styles from './timeline.module.css'

/** Sizes of a lane in pixels: what failed has a row of its own above. */
export const LANE = { height: 72, label: 20, failed: 34, fine: 56 }

type Props = { lane: Lane; top: number; zone: string; slug: string; path: string }

/** One environment: its name, and its marks. */
export function LaneOf({ lane, top, zone, slug, path }: Props) {
  const { environment, events, marks } = lane
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of a drawing does nothing by itself
    // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset
    <g role="group" aria-label={`${environment}, ${formatCount(events.length)} deployments and attempts`}>
      <line x1="0" x2="100%" y1={top + LANE.height - 2} y2={top + LANE.height - 2} className={styles.edge} />
      <text x="0" y={top + 14} className={styles.name}>
        {environment} <tspan className={styles.count}>{formatCount(events.length)}</tspan>
      </text>
      {marks.map((mark) => (
        <Mark
          key={`${mark.outcome} ${mark.events[0]?.source} ${mark.events[0]?.id}`}
          mark={mark}
          y={top + (mark.outcome === 'fine' ? LANE.fine : LANE.failed)}
          zone={zone}
          slug={slug}
          path={path}
        />
      ))}
    </g>
  )
}

function Mark({
  mark,
  y,
  zone,
  slug,
  path,
}: {
  mark: TimelineMark
  y: number
  zone: string
  slug: string
  path: string
}) {
  const { x, outcome, events } = mark
  const [only, ...more] = events
  if (!only) return null
  const isOne = more.length === 0
  const label = isOne
    ? `${only.id}, ${formatInstantIn(only.at, zone)}: ${OUTCOME_NAMES[outcome]}`
    : manyWords(mark, zone)
  return (
    <a
      href={isOne ? deploymentAddress(slug, only) : closer(mark, zone, path)}
      aria-label={label}
      className={styles.mark}
    >
      <circle cx={`${(x * 100).toFixed(2)}%`} cy={y} r="10" className={styles.hit} />
      <svg x={`${(x * 100).toFixed(2)}%`} y={y} overflow="visible" aria-hidden="true">
        {isOne ? <Shape outcome={outcome} /> : <Many count={events.length} outcome={outcome} />}
        <title>{label}</title>
      </svg>
    </a>
  )
}

/** Several of one kind: the kind's form with their number in it. */
function Many({ count, outcome }: { count: number; outcome: TimelineEvent['outcome'] }) {
  const text = count > 99 ? '99+' : String(count)
  const half = 5 + text.length * 2.5
  return (
    <>
      <rect
        x={-half}
        y="-8"
        width={2 * half}
        height="16"
        rx={outcome === 'attempt' ? 0 : outcome === 'failed' ? 2 : 8}
        className={styles[outcome]}
      />
      <text y="3.5" className={styles.number}>
        {text}
      </text>
    </>
  )
}

function manyWords({ events, outcome, from, to }: TimelineMark, zone: string): string {
  const what = {
    fine: 'no failure known',
    failed: 'failed',
    recovered: 'failed, then recovered',
    attempt: 'failed attempts',
  }
  return `${formatRange(from, to, zone)}: ${formatCount(events.length)} deployments, ${what[outcome]}`
}

/** The same page with only the days of the mark; where it shows a day already, the table. */
function closer({ from, to, events }: TimelineMark, zone: string, path: string): string {
  const first = dayNumber(events[0]?.at ?? from, zone)
  const last = dayNumber(events.at(-1)?.at ?? to, zone)
  const day = (number: number) => dayKey(dayStart(number, zone), zone)
  return href(path, {}, { from: day(first), to: day(last + 1) }, to - from < 86_400_000 / 2 ? LIST : '')
}
