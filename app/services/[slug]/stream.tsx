import { formatCount, formatDuration, formatRate } from '../../../lib/format'
import type { ServicePage } from '../../../lib/insights/service-page'
import { mostChanged, STAGE_WORDS, tellsWorkFromWaiting } from '../../../lib/insights/stage-words'
import { StageBar } from '../../_ui/stage-bar'
import { StageTable } from '../../_ui/stage-table'
import styles from './page.module.css'

/** Where the lead time went: the bar, what changed most, and the same as a table. `before`: the name of the window before. */
export function Stream({ page, before }: { page: ServicePage; before: string | null }) {
  const { stages, flow } = page
  if (flow.n === 0 || flow.total === null) {
    return (
      <section className={styles.section} aria-labelledby="stream-title">
        <h2 id="stream-title">From first commit to production</h2>
        <p className="quiet">No change was delivered in this window, so there is no time to divide into stages.</p>
      </section>
    )
  }
  const active = stages.filter((stage) => stage.active).map((stage) => stage.name)
  const unseen = stages.filter((stage) => stage.n === 0).map((stage) => stage.name)
  const longest = stages.reduce((most, stage) => ((stage.share ?? 0) > (most.share ?? 0) ? stage : most))
  const median = page.figures.find((figure) => figure.id === 'lead-time')?.value ?? null
  const blind = !tellsWorkFromWaiting(stages)
  const changed = mostChanged(stages, page.earlierStages, before)
  return (
    <section className={styles.section} aria-labelledby="stream-title">
      <figure>
        <div className={styles.streamHead}>
          <h2 id="stream-title">From first commit to production</h2>
          {median !== null && (
            <p>
              median <strong className="number">{formatDuration(median)}</strong>
              {page.clock === 'working' && ' in working hours'}
            </p>
          )}
        </div>
        <figcaption>
          {formatRate(Math.round((longest.share ?? 0) * 100) / 100)} of the time of {formatCount(flow.n)}{' '}
          {flow.n === 1 ? 'change' : 'changes'} was {longest.name} ({STAGE_WORDS[longest.name]})
          {blind ? '' : longest.active ? ', which is work' : ', which is waiting'}.{' '}
          {blind
            ? 'No reviews and no pipelines are known here, so nothing tells work from waiting.'
            : `Work (solid) was ${flow.value === null ? 'unknown' : formatRate(flow.value)} of it: ${words(active)}. The rest (hatched) was waiting.`}
          {unseen.length > 0 && ` Not observed: ${words(unseen)}; their time is part of the stage that follows.`}
        </figcaption>
        <StageBar stages={stages} />
        {changed !== null && <p className={styles.changed}>{changed}</p>}
      </figure>
      <details className={styles.fold}>
        <summary>The stages as a table</summary>
        <StageTable stages={stages} changes={flow.n} />
      </details>
    </section>
  )
}

function words(names: string[]): string {
  if (names.length < 2) return names[0] ?? 'none'
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
