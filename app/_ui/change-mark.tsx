import { formatRate } from '../../lib/format'
import type { Comparison } from '../../lib/insights/comparison'
import styles from './change-mark.module.css'

/** Direction and size against the window before, in ink: whether it is good is the reader's to say. */
export function ChangeMark({ change, words: spelled = false }: { change: Comparison; words?: boolean }) {
  if (change.kind === 'none') return null
  if (change.kind === 'new') return <span className={styles.mark}>new</span>
  if (change.kind === 'same' || change.kind === 'few') {
    const words = change.kind === 'same' ? 'about as before' : 'too few to compare'
    if (spelled) return <span className={styles.mark}>{words}</span>
    return (
      <span className={styles.mark} title={words}>
        <span aria-hidden="true">{change.kind === 'same' ? '≈' : '·'}</span>
        <span className="visually-hidden">{words}</span>
      </span>
    )
  }
  const size = sizeText(change.by, change.unit)
  return (
    <span className={styles.mark} title={`${change.kind === 'rise' ? 'Up' : 'Down'} ${size} on the window before`}>
      <span aria-hidden="true">{change.kind === 'rise' ? '↑' : '↓'}</span>
      <span className="visually-hidden">{change.kind === 'rise' ? 'up' : 'down'} </span>
      {size}
    </span>
  )
}

/** A relative size in whole per cent, a difference of rates in percentage points. */
function sizeText(by: number, unit: 'share' | 'points'): string {
  const text = formatRate(unit === 'share' || by >= 0.1 ? Math.round(by * 100) / 100 : by)
  return unit === 'points' ? text.replace('%', 'pts') : text
}
