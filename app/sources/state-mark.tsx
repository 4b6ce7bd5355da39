import type { Health } from '../../lib/insights/source-health'
import styles from './sources.module.css'

/** Shape and word, colour only beside them. */
const SHAPES: Record<Health['state'], string> = {
  ...{
    well: 'M3 8.5 6.5 12 13 4.5',
    running: 'M8 2a6 6 0 1 1-6 6',
    queued: 'M8 4v4l3 2M8 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12',
  },
  ...{ waiting: 'M8 4v4l3 2M8 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12', failed: 'M4 4l8 8M12 4l-8 8' },
  ...{ partial: 'M8 2 15 14H1ZM8 6.5v3.5M8 12v.01', paused: 'M5.5 3v10M10.5 3v10', new: 'M8 3v10M3 8h10' },
}

export function StateMark({ health }: { health: Health }) {
  return (
    <span className={styles.state} data-state={health.state}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path d={SHAPES[health.state]} fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
      </svg>
      {health.word}
    </span>
  )
}
