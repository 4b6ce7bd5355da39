import { formatCount, formatDuration, formatRate } from '../../../lib/format'
import type { ServicePage } from '../../../lib/insights/service-page'
import { StageBar, StageSign } from '../../_ui/stage-bar'
import table from '../../_ui/table.module.css'
import styles from './page.module.css'

const MEANING: Record<string, string> = {
  coding: 'first commit until ready for review',
  pickup: 'ready until the first review',
  review: 'first review until approval',
  merge: 'approved until merged',
  queue: 'merged until a pipeline starts',
  build: 'until the pipelines are done',
  release: 'built until the deployment starts',
  deploy: 'until the deployment is done',
}

/** Where the lead time went: the bar, and the same as a table. */
export function Stream({ page }: { page: ServicePage }) {
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
  return (
    <section className={styles.section} aria-labelledby="stream-title">
      <figure>
        <h2 id="stream-title">From first commit to production</h2>
        <figcaption>
          {formatRate(longest.share ?? 0)} of the time of {formatCount(flow.n)} {flow.n === 1 ? 'change' : 'changes'}{' '}
          was {longest.name} ({MEANING[longest.name]}), which {longest.active ? 'is work' : 'is waiting'}. Work (solid)
          was {flow.value === null ? 'unknown' : formatRate(flow.value)} of it: {list(active)}. The rest (hatched) was
          waiting.
          {unseen.length > 0 && ` Not observed here: ${list(unseen)}; their time is part of the stage that follows.`}
        </figcaption>
        <StageBar stages={stages} />
      </figure>
      <table className={table.table}>
        <caption className="visually-hidden">The stages of the changes delivered in the window</caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col" className={table.wide}>
              From, until
            </th>
            <th scope="col" className={table.end}>
              Share of time
            </th>
            <th scope="col" className={table.end}>
              Median
            </th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Nine in ten within
            </th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Changes observed
            </th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr key={stage.name}>
              <th scope="row" className={table.fit}>
                <StageSign active={stage.active} />
                {stage.name}
                <span className="visually-hidden">{stage.active ? ', work' : ', waiting'}</span>
              </th>
              <td className={`${table.wide} quiet`}>{MEANING[stage.name]}</td>
              <td className={table.end}>{stage.share === null ? '–' : formatRate(stage.share)}</td>
              <td className={table.end}>
                {stage.median === null ? <span className="quiet">not observed</span> : formatDuration(stage.median)}
              </td>
              <td className={`${table.end} ${table.wide}`}>{stage.p90 === null ? '–' : formatDuration(stage.p90)}</td>
              <td className={`${table.end} ${table.wide}`}>
                {formatCount(stage.n)} of {formatCount(flow.n)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function list(names: string[]): string {
  if (names.length < 2) return names[0] ?? 'none'
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
