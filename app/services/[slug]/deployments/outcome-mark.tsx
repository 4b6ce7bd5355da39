import type { DeploymentOutcome } from '../../../../lib/insights/timeline'
import styles from './outcome-mark.module.css'

type Judged = { succeeded: boolean; failed: boolean; recoveredAt: number | null }

export function outcomeOf({ succeeded, failed, recoveredAt }: Judged): DeploymentOutcome {
  if (!succeeded) return 'attempt'
  if (!failed) return 'fine'
  return recoveredAt === null ? 'failed' : 'recovered'
}

export const OUTCOME_NAMES: Record<DeploymentOutcome, string> = {
  fine: 'No failure known',
  recovered: 'Failed, then recovered',
  failed: 'Failed',
  attempt: 'Failed attempt',
}

/** The sign of an outcome: a dot, a cross, a cross in a blue ring, an empty square. Its words are for who does not see it. */
export function OutcomeMark({ outcome, named = true }: { outcome: DeploymentOutcome; named?: boolean }) {
  return (
    <>
      <svg className={styles.mark} viewBox="-9 -9 18 18" aria-hidden="true">
        <Shape outcome={outcome} />
      </svg>
      {named && <span className="visually-hidden">{OUTCOME_NAMES[outcome]}: </span>}
    </>
  )
}

/** The same around the origin of a larger drawing. */
export function Shape({ outcome }: { outcome: DeploymentOutcome }) {
  switch (outcome) {
    case 'fine':
      return <circle r="4.5" className={styles.fine} />
    case 'recovered':
      return (
        <>
          <circle r="7" className={styles.ring} />
          <path d="M-3 -3L3 3M-3 3L3 -3" className={styles.cross} />
        </>
      )
    case 'failed':
      return <path d="M-5 -5L5 5M-5 5L5 -5" className={styles.cross} />
    case 'attempt':
      return <rect x="-4.5" y="-4.5" width="9" height="9" className={styles.square} />
  }
}
