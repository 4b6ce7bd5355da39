import type { CSSProperties } from 'react'
import type { Drawing, Placed, PlacedLoop, Totals } from './layout'
import { LADDER } from './layout'
import styles from './map.module.css'

const TOP = 96
const HEADS = 64
const TRIANGLE_HEIGHT = 50

type Props = {
  id: string
  title: string
  drawing: Drawing
  totals: Totals
  /** What the measured part spans, above it. */
  span: string | null
  /** The width at which it is drawn at full size, so that two maps are of one scale. */
  full: number
}

/** The map as everyone draws it: process boxes, waiting triangles, ways back above, the ladder beneath. Each box and triangle is a link. */
export function StreamSvg({ id, title, drawing, totals, span, full }: Props) {
  const { width, rows, marks, loops, steps, ladder, guessed, end, measured } = drawing
  const top = span !== null ? 0 : loops.length > 0 ? 32 : 76
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing that holds links is no set of fields
    <svg
      className={styles.drawing}
      viewBox={`0 ${top} ${width} ${LADDER.low + 22 - top}`}
      style={{ '--part': width / full } as CSSProperties}
      role="group"
      aria-label={title}
    >
      <defs>
        <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className={styles.ground} width="6" height="6" />
          <path className={styles.stroke} d="M0 0V6" />
        </pattern>
        <marker id={`${id}-arrow`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path className={styles.head} d="M0 0L8 4L0 8Z" />
        </marker>
      </defs>
      {span !== null && measured && (
        <svg aria-hidden="true" overflow="visible">
          <path className={styles.line} d={`M${measured.from} 20V14H${measured.to}V20`} />
          <text className={styles.quiet} x={measured.from} y="8">
            {span}
          </text>
        </svg>
      )}
      <svg aria-hidden="true" overflow="visible">
        {marks.slice(1).map(({ key, x }, at) => {
          const before = marks[at]
          return before && <path key={key} className={styles.flow} d={`M${before.x + before.width} 128H${x}`} />
        })}
      </svg>
      {loops.map((loop) => (
        <Way key={loop.key} loop={loop} arrow={`url(#${id}-arrow)`} />
      ))}
      {marks.map((mark) => (
        <Sign key={mark.key} mark={mark} hatch={`url(#${id}-hatch)`} rows={rows} />
      ))}
      <svg aria-hidden="true" overflow="visible">
        <path className={styles.ladder} d={ladder} />
        {guessed !== '' && <path className={`${styles.ladder} ${styles.guessed}`} d={guessed} />}
        {steps.map(({ key, x, level, value }) => (
          <text key={key} className={styles.step} x={x} y={level === 'high' ? LADDER.high - 7 : LADDER.low + 17}>
            {value}
          </text>
        ))}
        <text className={styles.total} x={end + 10} y={LADDER.high + 4}>
          {totals.high}
        </text>
        <text className={styles.total} x={end + 10} y={LADDER.low + 4}>
          {totals.low}
        </text>
      </svg>
    </svg>
  )
}

function Way({ loop, arrow }: { loop: PlacedLoop; arrow: string }) {
  const { x1, x2, middle, words, href, label } = loop
  return (
    <a href={href} aria-label={label} className={styles.way}>
      <title>{label}</title>
      <rect className={styles.touch} x={Math.min(middle - 58, x2)} y={34} width={Math.max(116, x1 - x2)} height={58} />
      <path
        className={styles.loop}
        d={`M${x1} ${TOP}V78Q${x1} 72 ${x1 - 6} 72H${x2 + 6}Q${x2} 72 ${x2} 78V${TOP - 1}`}
        markerEnd={arrow}
      />
      <text className={styles.back} x={middle} y={48}>
        {words[0]}
      </text>
      <text className={styles.back} x={middle} y={64}>
        {words[1]}
      </text>
    </a>
  )
}

/** A box or a triangle with what stands in and under it; a link where something is behind it. */
function Sign({ mark, hatch, rows }: { mark: Placed; hatch: string; rows: number }) {
  const { href, label, shape } = mark
  const inside = (
    <>
      <title>{label}</title>
      {shape === 'box' ? <Box mark={mark} rows={rows} /> : <Triangle mark={mark} hatch={hatch} />}
    </>
  )
  if (href === null) {
    return <g>{inside}</g>
  }
  return (
    <a href={href} aria-label={label} className={styles.sign}>
      {inside}
    </a>
  )
}

function Box({ mark, rows }: { mark: Placed; rows: number }) {
  const { x, width, center, name, time, note, facts, origin } = mark
  const seen = time.length > 0
  const kind = origin === 'estimate' ? styles.estimate : seen ? styles.work : styles.unseen
  return (
    <>
      <rect className={`${styles.box} ${kind}`} x={x} y={TOP} width={width} height={HEADS} rx="3" />
      <rect
        className={`${styles.box} ${styles.data} ${kind}`}
        x={x}
        y={TOP + HEADS}
        width={width}
        height={11 + 19 * rows}
        rx="3"
      />
      <text className={styles.name} x={center} y={TOP + 19}>
        {name}
      </text>
      <Time x={center} y={TOP + 43} lines={time} note={note} />
      {facts.map((fact, at) => (
        <text key={fact} className={styles.fact} x={center} y={TOP + HEADS + 19 + at * 19}>
          {fact}
        </text>
      ))}
    </>
  )
}

function Triangle({ mark, hatch }: { mark: Placed; hatch: string }) {
  const { x, width, center, name, time, note, facts, inventory } = mark
  const seen = time.length > 0
  const shape = `M${center} ${TOP}L${center + 31} ${TOP + TRIANGLE_HEIGHT}H${center - 31}Z`
  return (
    <>
      <rect className={styles.touch} x={x} y={TOP} width={width} height={132} />
      <path
        className={seen ? styles.wait : `${styles.box} ${styles.unseen}`}
        d={shape}
        fill={seen ? hatch : undefined}
      />
      {inventory !== null && (
        <>
          <rect className={styles.plate} x={center - 13} y={TOP + 25} width="26" height="20" rx="3" />
          <text className={styles.inventory} x={center} y={TOP + 40}>
            {inventory}
          </text>
        </>
      )}
      <text className={styles.name} x={center} y={TOP + HEADS + 4}>
        {name}
      </text>
      <Time x={center} y={TOP + HEADS + 28} lines={time} note={note} />
      {facts.slice(0, 1).map((fact) => (
        <text key={fact} className={styles.fact} x={center} y={TOP + HEADS + 64}>
          {fact}
        </text>
      ))}
    </>
  )
}

/** One big value with the kind of it beneath, or several small ones. */
function Time({ x, y, lines, note }: { x: number; y: number; lines: string[]; note: string }) {
  const [only, second] = lines
  if (only === undefined) {
    return (
      <text className={styles.fact} x={x} y={y}>
        {note}
      </text>
    )
  }
  return (
    <>
      <text className={second === undefined ? styles.time : styles.times} x={x} y={second === undefined ? y : y - 4}>
        {only}
      </text>
      <text className={second === undefined ? styles.quiet : styles.times} textAnchor="middle" x={x} y={y + 14}>
        {second ?? note}
      </text>
    </>
  )
}
