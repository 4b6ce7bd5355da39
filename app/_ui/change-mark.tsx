import { formatCount, formatRate } from '../../lib/format'
import type { Comparison } from '../../lib/insights/comparison'
import styles from './change-mark.module.css'

/** Direction and size against the window before, in ink: whether it is good is the reader's to say. Signs and what a screen reader says of them are in the style. */
export function ChangeMark({ change, words: spelled = false }: { change: Comparison; words?: boolean }) {
  if (change.kind === 'none') return null
  if (change.kind === 'new') return <span className={styles.mark}>new</span>
  if (change.kind === 'same' || change.kind === 'few') {
    if (!spelled) return <span className={`${styles.mark} ${styles[change.kind]}`} />
    return <span className={styles.mark}>{change.kind === 'same' ? 'about as before' : 'too few to compare'}</span>
  }
  return <span className={`${styles.mark} ${styles[change.kind]}`}>{sizeText(change.by, change.unit)}</span>
}

/** A relative size in whole per cent, from ten times on as a factor; a difference of rates in percentage points. */
function sizeText(by: number, unit: 'share' | 'points'): string {
  if (unit === 'share' && by >= 9) return `×\u00a0${formatCount(by + 1)}`
  const text = formatRate(unit === 'share' || by >= 0.1 ? Math.round(by * 100) / 100 : by)
  return unit === 'points' ? text.replace('%', 'pts') : text
}
