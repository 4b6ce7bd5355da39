import { formatDuration } from '../../../../lib/format'
import { changesStages } from '../../../../lib/insights/future-edits'
import type { FutureStage, FutureView } from '../../../../lib/insights/future-view'
import { gainWords, perWeekWords, rateWords, simulatedWords } from '../../../../lib/insights/future-words'
import { Histogram } from '../../../_ui/simulation/histogram'
import { prepareHistogram } from '../../../_ui/simulation/prepare-histogram'
import { MiniStageBar } from '../../../_ui/stage-bar'
import table from '../../../_ui/table.module.css'
import page from '../page.module.css'
import styles from './future.module.css'

/** Lead time, flow efficiency and throughput of today's stream and the edited one, side by side. */
export function Outcome({ view }: { view: FutureView }) {
  const { stream, asked, flow } = view
  const { today, future, difference } = stream
  const isEdited = changesStages(asked)
  const then = (words: string) => (isEdited ? words : <span className="quiet">as today</span>)
  const rows = [
    ['Lead time, median', today.median, future.median, gainWords(difference.median)],
    ['Lead time that 85 % stay within', today.p85, future.p85, ''],
    ['Lead time, mean', today.mean, future.mean, gainWords(difference.mean)],
  ] as const
  return (
    <section className={page.section} aria-labelledby="outcome">
      <h2 id="outcome">What it would be</h2>
      <Bars view={view} />
      <table className={`${table.table} ${styles.outcome}`}>
        <caption className="visually-hidden">The stream today and as it would be, with 95 % intervals</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" className={table.end}>
              Today
            </th>
            <th scope="col" className={table.end}>
              Then
            </th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([title, was, is, gain]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td className={table.end}>{simulatedWords(was, formatDuration)}</td>
              <td className={table.end}>{then(simulatedWords(is, formatDuration))}</td>
              <td className={`${table.end} ${table.wide}`}>{isEdited && gain}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Flow efficiency</th>
            <td className={table.end}>{simulatedWords(today.flowEfficiency, rateWords)}</td>
            <td className={table.end}>{then(simulatedWords(future.flowEfficiency, rateWords))}</td>
            <td className={`${table.end} ${table.wide}`} />
          </tr>
          {flow !== null && (
            <tr>
              <th scope="row">Delivered a week</th>
              <td className={table.end}>{simulatedWords(flow.perWeek, perWeekWords)}</td>
              <td className={table.end}>
                <span className="quiet">{asked.limit === null ? 'as today' : 'see the limit'}</span>
              </td>
              <td className={`${table.end} ${table.wide}`}>
                <span className="quiet">faster stages alone begin no more changes</span>
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {isEdited && <Distribution view={view} />}
    </section>
  )
}

/** The mean change, today and then, on one scale. */
function Bars({ view }: { view: FutureView }) {
  const { stages, stream } = view
  const whole = Math.max(stream.today.mean.value ?? 0, stream.future.mean.value ?? 0)
  if (whole <= 0) return null
  const bar = (of: 'today' | 'future') => {
    const total = stream[of].mean.value ?? 0
    return (
      <div className={styles.bar}>
        <span>{of === 'today' ? 'Today' : 'Then'}</span>
        <div>
          <div style={{ width: `${((total / whole) * 100).toFixed(2)}%` }}>
            <MiniStageBar stages={stages.map((stage) => partOf(stage, of))} total={total} />
          </div>
        </div>
      </div>
    )
  }
  return (
    <div className={styles.bars}>
      {bar('today')}
      {changesStages(view.asked) && bar('future')}
      <p className="quiet">The mean change from its first commit to production; solid is work, hatched is waiting.</p>
    </div>
  )
}

function partOf({ name, active, n, mean }: FutureStage, of: 'today' | 'future') {
  return { name, active, from: 0, to: 0, observed: n > 0, seconds: mean[of] ?? 0 }
}

function Distribution({ view }: { view: FutureView }) {
  const { today, future } = view.stream
  const chart = prepareHistogram({
    values: future.leads,
    compared: today.leads,
    marks: [
      { value: future.median.value ?? 0, label: `half within ${formatDuration(future.median.value)}` },
      { value: future.p85.value ?? 0, label: `85 % within ${formatDuration(future.p85.value)}` },
    ],
    words: (seconds) => (seconds === 0 ? '0' : formatDuration(seconds)),
  })
  if (!chart) return null
  return (
    <figure className={styles.distribution}>
      <figcaption>
        <h3>Lead times of the {view.n} changes</h3>
        <p className="quiet">
          Bars are the edited changes, the outline is today.
          {chart.beyond > 0 && ' A few longer ones are not drawn.'}
        </p>
      </figcaption>
      <Histogram chart={chart} />
    </figure>
  )
}
