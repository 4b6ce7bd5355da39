import { formatCount, formatDuration } from '../../../../lib/format'
import { weekWords } from '../../../../lib/insights/chart/point-words'
import { type PreparedChart, prepareTrend } from '../../../../lib/insights/chart/prepare'
import { type Evolution, evolutionWords, reachOf } from '../../../../lib/insights/future-target'
import type { FutureState } from '../../../../lib/store/future-states'
import { ChartFigure } from '../../../_ui/chart/chart-figure'
import table from '../../../_ui/table.module.css'
import { When } from '../../../_ui/when'
import styles from './future.module.css'

type Props = { state: FutureState; evolution: Evolution; zone: string; now: number }

/** The weekly medians against the state that was wished for. */
export function EvolutionSection({ state, evolution, zone, now }: Props) {
  const chart = chartOf(state, evolution, zone)
  return (
    <div className={styles.evolution}>
      <h3>
        <bdi>{state.name}</bdi>
      </h3>
      <p className={styles.reasons}>
        <bdi>{state.reasons}</bdi>{' '}
        <span className="quiet">
          Saved <When at={state.savedAt} zone={zone} now={now} />, from {formatCount(state.changes)} changes.
        </span>
      </p>
      <p className={styles.told}>{evolutionWords(state, evolution)}</p>
      {chart && (
        <ChartFigure chart={chart} notes={[]} tableTitle="The same as a table">
          <table className={table.table}>
            <caption className="visually-hidden">Median lead time by week against the future state</caption>
            <thead>
              <tr>
                <th scope="col">Week</th>
                <th scope="col" className={table.end}>
                  Median
                </th>
                <th scope="col" className={table.end}>
                  Changes
                </th>
                <th scope="col" className={table.end}>
                  Reached
                </th>
              </tr>
            </thead>
            <tbody>
              {evolution.weeks.toReversed().map((week) => (
                <tr key={week.week}>
                  <th scope="row">
                    {weekWords(week, zone)}
                    {week.partial && <span className="quiet"> not a whole week</span>}
                  </th>
                  <td className={table.end}>
                    {week.few.length > 0
                      ? week.few.map(({ value }) => formatDuration(value)).join(', ')
                      : formatDuration(week.value)}
                  </td>
                  <td className={table.end}>{formatCount(week.n)}</td>
                  <td className={table.end}>{reachedWords(state, week)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ChartFigure>
      )}
    </div>
  )
}

function reachedWords(state: FutureState, { start, value }: Evolution['weeks'][number]): string {
  if (start < state.savedAt) return 'before'
  return value === null ? 'too few' : value <= reachOf(state) ? 'yes' : 'no'
}

/** The state takes the place of the mean, its interval that of the limits. */
function chartOf(state: FutureState, { weeks }: Evolution, zone: string): PreparedChart | null {
  const { medianSeconds, lowSeconds, highSeconds } = state
  const limits = { lower: lowSeconds ?? medianSeconds, upper: highSeconds ?? medianSeconds }
  const chart = prepareTrend({
    title: 'Lead time, weekly median',
    unit: 'seconds',
    counts: ['change', 'changes'],
    weeks,
    limits: { centre: medianSeconds, weeks: weeks.map(() => limits), signals: [], changing: false },
    zone,
    log: false,
    notes: [{ at: state.savedAt, until: null, text: `Saved: ${state.name}` }],
  })
  if (!chart) return null
  const drawn = chart.limits
    .filter(({ kind }) => kind === 'mean' || limits.lower < limits.upper)
    .map((line) => ({ ...line, label: renamed(line.label, 'future state'), brief: renamed(line.label, 'state') }))
  return {
    ...chart,
    sentence:
      'Flag 1 is when the state was saved. The line across is what it expects; dashed is its 95 % interval, where it has one.',
    limits: drawn,
  }
}

function renamed(label: string, mean: string): string {
  return label
    .replace(/^mean/, mean)
    .replace(/^upper limit/, 'to')
    .replace(/^lower limit/, 'from')
}
