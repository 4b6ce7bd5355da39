import type { MouseEventHandler } from 'react'
import type { WallView } from '../../lib/insights/wall'
import styles from './wall.module.css'

type Step = { href: string; onClick: MouseEventHandler }
type Props = {
  view: WallView
  every: number
  paused: boolean
  /** Whether the server could not be reached the last time. */
  missed: boolean
  steps: { previous: Step; pause: Step; next: Step }
}

/** Where the wall stands, how to move it, and how old what it shows is. Without JavaScript its steps are links. */
export function Strip({ view, every, paused, missed, steps }: Props) {
  const { place, places, asOf } = view
  return (
    <div className={styles.strip}>
      <a href="/" className={styles.back} title="Leave the wall (Esc)">
        Overview
      </a>
      <p className={styles.state} role="status">
        {missed && (
          <strong className={styles.stale}>The server cannot be reached: this is of {asOf} and stale since.</strong>
        )}
      </p>
      <p className="number">
        {place} of {places}, {paused ? 'paused' : `every ${every} s`}
      </p>
      <nav aria-label="Wall" className={styles.steps}>
        <a {...steps.previous} title="Previous service (←)">
          <span aria-hidden="true">←</span> Previous
        </a>
        <a {...steps.pause} title={`${paused ? 'Go on' : 'Pause'} (space)`}>
          {paused ? 'Go on' : 'Pause'}
        </a>
        <a {...steps.next} title="Next service (→)">
          Next <span aria-hidden="true">→</span>
        </a>
      </nav>
    </div>
  )
}
