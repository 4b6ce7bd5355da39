'use client'

import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import styles from './scatter.module.css'

type Props = {
  /** Thousandths of the plot: from its left, from its foot. By time. */
  dots: [x: number, y: number][]
  rowAddress: string
  label: string
}

/** Pixels. */
const REACH = 16

/** Leads from a dot to its row: by pointer, by touch, and by keyboard from dot to dot. Without JavaScript there is nothing of it. */
export function PointPicker({ dots, rowAddress, label }: Props) {
  const [isReady, setReady] = useState(false)
  const [chosen, setChosen] = useState<number | null>(null)
  const field = useRef<HTMLAnchorElement>(null)
  useEffect(() => setReady(true), [])
  if (!isReady) return null

  const point = chosen === null ? undefined : dots[chosen]
  const address = point ? `${rowAddress}&x=${point[0]}&y=${point[1]}` : undefined
  function follow({ clientX, clientY }: PointerEvent) {
    if (!field.current) return
    const { left, bottom, width, height } = field.current.getBoundingClientRect()
    let [nearest, least] = [-1, REACH * REACH]
    for (const [at, [x, y]] of dots.entries()) {
      const dx = left + (x / 1000) * width - clientX
      const dy = bottom - (y / 1000) * height - clientY
      const distance = dx * dx + dy * dy
      if (distance <= least) [nearest, least] = [at, distance]
    }
    setChosen(nearest === -1 ? null : nearest)
  }
  function press(event: KeyboardEvent) {
    const last = dots.length - 1
    const now = chosen ?? last
    const steps: Record<string, number> = {
      ArrowLeft: Math.max(0, now - 1),
      ArrowRight: Math.min(last, now + 1),
      Home: 0,
      End: last,
    }
    const next = chosen === null && event.key.startsWith('Arrow') ? last : steps[event.key]
    if (next === undefined) return
    event.preventDefault()
    setChosen(next)
  }
  return (
    <a
      ref={field}
      className={styles.picker}
      href={address ?? '#rows'}
      aria-label={`${label}: ${point ? `dot ${(chosen ?? 0) + 1} of ${dots.length}, opens its row` : 'arrow keys choose a dot'}`}
      data-on={point !== undefined}
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={(event) => event.pointerType === 'mouse' && setChosen(null)}
      onKeyDown={press}
      onClick={(event) => address === undefined && event.preventDefault()}
    >
      {point && <i style={{ left: `${point[0] / 10}%`, bottom: `${point[1] / 10}%` }} />}
    </a>
  )
}
