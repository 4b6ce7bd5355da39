import { formatDuration, formatRate } from '../../lib/format'
import type { StageFigure } from '../../lib/insights/measure'
import type { StagePart } from '../../lib/insights/service-rows'
import styles from './stage-bar.module.css'

/** Widths are shares of the whole time; solid is work, hatched is waiting. The table below says the same. */
export function StageBar({ stages }: { stages: StageFigure[] }) {
  const seen = stages.filter((stage) => (stage.share ?? 0) > 0)
  return (
    <>
      <div className={styles.bar} aria-hidden="true">
        {seen.map((stage) => (
          <div
            key={stage.name}
            className={styles.part}
            style={{ flexGrow: (stage.share ?? 0) * 1000 }}
            title={`${stage.name}: ${formatRate(stage.share ?? 0)} of the time`}
          >
            <div className={styles.name}>{stage.name}</div>
            <div className={`${styles.fill} ${stage.active ? styles.active : styles.waiting}`} />
            <div className={styles.label}>
              <span className="number">{stage.median === null ? '–' : formatDuration(stage.median)}</span>
              <span className={`${styles.share} number`}>{formatRate(Math.round((stage.share ?? 0) * 100) / 100)}</span>
            </div>
          </div>
        ))}
      </div>
      <ul className={styles.legend} aria-hidden="true">
        {seen.map((stage) => (
          <li key={stage.name} className={(stage.share ?? 0) < NARROW ? undefined : styles.labelled}>
            <StageSign active={stage.active} />
            {stage.name} <span className="number">{stage.median === null ? '–' : formatDuration(stage.median)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Below this share a part has no room for its label on a wide screen. */
const NARROW = 0.055

/** One change's own stages, small; the sentence is for who does not see it. */
export function MiniStageBar({ stages, total }: { stages: StagePart[]; total: number }) {
  const seen = stages.filter((stage) => stage.seconds > 0)
  if (seen.length === 0 || total <= 0) return null
  const words = seen.map((stage) => `${stage.name} ${formatDuration(stage.seconds)}`).join(', ')
  return (
    <div
      className={styles.mini}
      role="img"
      aria-label={words}
      title={words}
      style={{ backgroundImage: work(seen, total) }}
    />
  )
}

/** Waiting is the ground; work is painted on it in one gradient, so that a long list stays light. */
function work(stages: StagePart[], total: number): string {
  const stops: string[] = []
  let done = 0
  for (const { active, seconds } of stages) {
    const from = (done / total) * 100
    done += seconds
    const to = (done / total) * 100
    stops.push(`${active ? 'var(--active)' : 'transparent'} ${from.toFixed(2)}% ${to.toFixed(2)}%`)
  }
  return `linear-gradient(90deg, ${stops.join(', ')}), var(--hatch)`
}

/** The sign of a stage as the bar draws it. */
export function StageSign({ active }: { active: boolean }) {
  return <span className={`${styles.sign} ${active ? styles.active : styles.waiting}`} aria-hidden="true" />
}
