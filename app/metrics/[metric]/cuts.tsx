import { formatCount, formatRate } from '../../../lib/format'
import { batchFigures, stageFigures } from '../../../lib/insights/metric-cuts'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { FEW, formatFigure, heading } from '../../../lib/insights/service-figures'
import { StageBar } from '../../_ui/stage-bar'
import { StageTable } from '../../_ui/stage-table'
import table from '../../_ui/table.module.css'
import styles from './metric.module.css'

const VALUE = { seconds: 'Median', rate: 'Rate', 'per-day': 'Share' }

/** The metric by the size of the deployments. */
export function ByBatchSize({ view }: { view: OneView | SeveralView }) {
  const { metric, page } = view
  const figures = batchFigures(metric, page.samples)
  if (figures.length === 0) return null
  return (
    <section className={styles.section}>
      <h2>By batch size</h2>
      <p className="quiet">
        How many changes the deployment brought that{' '}
        {metric.table === 'changes' ? 'delivered the change' : 'is counted'}, in the steps of DORA’s 2025 report. Under{' '}
        {FEW} {metric.counts[1]} a step has no value of its own.
      </p>
      <table className={table.table}>
        <caption className="visually-hidden">{metric.title} by batch size</caption>
        <thead>
          <tr>
            <th scope="col">Changes in the deployment</th>
            <th scope="col" className={table.end}>
              {heading(metric.counts)}
            </th>
            <th scope="col" className={table.end}>
              {VALUE[metric.unit]}
            </th>
            {metric.interval !== null && (
              <th scope="col" className={`${table.end} ${table.wide}`}>
                95 % interval
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ words, n, share, value, interval }) => (
            <tr key={words}>
              <th scope="row">{words ?? 'not known: several finished at the same instant'}</th>
              <td className={table.end}>{formatCount(n)}</td>
              <td className={table.end}>
                {metric.unit === 'per-day' ? (
                  formatRate(share)
                ) : value === null ? (
                  <span className="quiet">too few</span>
                ) : (
                  formatFigure(metric.unit, value)
                )}
              </td>
              {metric.interval !== null && (
                <td className={`${table.end} ${table.wide} quiet`}>
                  {interval === null
                    ? 'too few'
                    : `${formatFigure(metric.unit, interval[0])} to ${formatFigure(metric.unit, interval[1])}`}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Where the time of the changes went; of one service, whose changes are known in detail. */
export function ByStage({ view }: { view: OneView }) {
  const [sample] = view.page.samples
  const found = view.metric.table === 'changes' && sample ? stageFigures(sample) : null
  if (!found) return null
  return (
    <section className={styles.section}>
      <h2>By stage</h2>
      <p className="quiet">
        Solid is work, hatched is waiting. A stage that nobody observed is part of the one that follows.
      </p>
      <StageBar stages={found.stages} />
      <StageTable stages={found.stages} changes={found.changes} />
    </section>
  )
}
