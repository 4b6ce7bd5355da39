'use client'

import dynamic from 'next/dynamic'
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { PreparedChart } from '../../../lib/insights/chart/prepare'
import styles from './chart.module.css'
import { afterKey, nearest } from './choice'
import { Flags, heightOf } from './flags'
import { type Ink, onThemeChange, readInk } from './ink'
import { StaticPlot } from './static-plot'

const Canvas = dynamic(() => import('./canvas'), { ssr: false })

const percent = (share: number) => `${(share * 100).toFixed(3)}%`

/** Axes, drawing and readout. All of it is there before JavaScript, which draws anew and lets points be chosen. */
export function Plot({ chart }: { chart: PreparedChart }) {
  const [chosen, setChosen] = useState<number | null>(null)
  const [ink, setInk] = useState<Ink | null>(null)
  const [drawn, setDrawn] = useState(false)
  const field = useRef<HTMLDivElement>(null)
  const onDrawn = useCallback(() => setDrawn(true), [])

  useEffect(() => {
    const read = () => field.current && setInk(readInk(field.current))
    read()
    return onThemeChange(read)
  }, [])

  const current = chosen ?? chart.initial
  const point = chart.points[current]
  const choose = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    setChosen(nearest(chart.points, (clientX - left) / Math.max(1, width)))
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setChosen(null)
    const next = afterKey(event.key, current, chart.points.length)
    if (next === null) return
    event.preventDefault()
    setChosen(next)
  }
  if (!point) return null
  const { readout } = point
  // Without JavaScript a slider would be one that does nothing.
  const slider = ink && {
    role: 'slider',
    tabIndex: 0,
    'aria-label': `${chart.title}: weeks`,
    'aria-valuemin': 1,
    'aria-valuemax': chart.points.length,
    'aria-valuenow': current + 1,
    'aria-valuetext': [readout.when, readout.value, readout.detail].filter((part) => part !== '').join(', '),
  }
  return (
    <div className={styles.chart}>
      <p className={styles.readout} data-chosen={chosen !== null}>
        <span className={styles.when}>{readout.when}</span> <strong>{readout.value}</strong>{' '}
        <span className={styles.detail}>{readout.detail}</span>
      </p>
      <div className={styles.frame} style={{ marginTop: heightOf(chart.flags) }}>
        <div className={styles.yMarks} aria-hidden="true">
          {chart.yMarks.map(({ y, label }) => (
            <span key={y} style={{ bottom: percent(y) }}>
              {label}
            </span>
          ))}
        </div>
        <div ref={field} className={styles.field} data-drawn={drawn}>
          <StaticPlot chart={chart} />
          {ink && (
            <div className={styles.canvas}>
              <Canvas chart={chart} ink={ink} onDrawn={onDrawn} />
            </div>
          )}
          <Flags flags={chart.flags} />
          <Names chart={chart} />
          {chart.beyond.map((x) => (
            <i key={x} className={styles.beyond} style={{ left: percent(x) }} />
          ))}
          {chosen !== null && (
            <>
              <i className={styles.hair} style={{ left: percent(point.x) }} />
              {point.y !== null && (
                <i className={styles.mark} style={{ left: percent(point.x), bottom: percent(point.y) }} />
              )}
            </>
          )}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a slider as soon as there is JavaScript */}
          <div
            className={styles.touch}
            {...slider}
            onPointerDown={choose}
            onPointerMove={choose}
            onPointerLeave={(event) => event.pointerType === 'mouse' && setChosen(null)}
            onBlur={() => setChosen(null)}
            onKeyDown={press}
          />
        </div>
        <div className={styles.limits}>
          {chart.limits.map(({ label, brief, labelY, kind }) => (
            <span key={label} data-kind={kind} style={{ bottom: percent(labelY) }}>
              <span className={styles.whole}>{label}</span>
              <span className={styles.brief}>{brief}</span>
            </span>
          ))}
        </div>
        <div className={styles.xMarks} aria-hidden="true">
          {chart.xMarks.map(({ x, label, minor }) => (
            <span key={x} data-minor={minor} data-end={x > 0.88} style={{ left: percent(x) }}>
              {label}
            </span>
          ))}
        </div>
      </div>
    </div>
  )
}

/** Signals are named where they begin; the readout says of each which it is. */
function Names({ chart }: { chart: PreparedChart }) {
  return (
    <div aria-hidden="true">
      {chart.rings
        .filter((ring) => ring.isNamed)
        .map(({ x, y, isNamedSmall }) => (
          <span
            key={x}
            className={styles.name}
            data-small={isNamedSmall}
            data-side={y < 0.92 ? 'above' : x < 0.8 ? 'right' : 'left'}
            style={{ left: percent(x), bottom: percent(y) }}
          >
            signal
          </span>
        ))}
    </div>
  )
}
