import { formatDuration, formatRate } from '../../lib/format'
import type { StageFigure } from '../../lib/insights/measure'
import type { StagePart } from '../../lib/insights/service-rows'
import styles from './stage-bar.module.css'

/** Widths are shares of the whole time; solid is work, hatched is waiting. The table below says the same. */
export function StageBar({ stages }: { stages: StageFigure[] }) {
  const seen = stages.filter((stage) => (stage.share ?? 0) > 0)
  return (
    <div className={styles.bar} aria-hidden="true">
      {seen.map((stage) => (
        <div key={stage.name} className={styles.part} style={{ flexGrow: (stage.share ?? 0) * 1000 }}>
          <div className={`${styles.fill} ${stage.active ? styles.active : styles.waiting}`} />
          <div className={styles.label}>
            <span>{stage.name}</span>
            <span className="quiet number">{formatRate(stage.share ?? 0)}</span>
          </div>
        </div>
      ))}
    </div>
  )
}

/** One change's own stages, small; the sentence is for who does not see it. */
export function MiniStageBar({ stages, total }: { stages: StagePart[]; total: number }) {
  const seen = stages.filter((stage) => stage.seconds > 0)
  if (seen.length === 0 || total <= 0) return null
  const words = seen.map((stage) => `${stage.name} ${formatDuration(stage.seconds)}`).join(', ')
  return (
    <div className={styles.mini} role="img" aria-label={words} title={words}>
      {seen.map((stage) => (
        <span
          key={stage.name}
          className={stage.active ? styles.active : styles.waiting}
          style={{ flexGrow: (stage.seconds / total) * 1000 }}
        />
      ))}
    </div>
  )
}

/** The sign of a stage as the bar draws it. */
export function StageSign({ active }: { active: boolean }) {
  return <span className={`${styles.sign} ${active ? styles.active : styles.waiting}`} aria-hidden="true" />
}
