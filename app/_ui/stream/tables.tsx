import { formatCount, formatDuration, formatRate } from '../../../lib/format'
import { STAGE_WORDS } from '../../../lib/insights/stage-words'
import type { StreamView } from '../../../lib/insights/stream-view'
import { accurateWords, RECOVERY_WORDS, returnWords, takenWords } from '../../../lib/insights/stream-words'
import type { StreamEstimate } from '../../../lib/store/stream-estimates'
import table from '../table.module.css'

const KINDS = { active: 'work', wait: 'waiting', both: 'work or waiting' }

/** Everything that the map draws. */
export function StreamTable({ view, estimates }: { view: StreamView; estimates: StreamEstimate[] }) {
  const { stages, totals, work } = view
  const guessed = (place: StreamEstimate['place']) =>
    estimates.filter((one) => one.place === place).map((one) => <EstimateRow key={one.id} estimate={one} />)
  return (
    <table className={table.table}>
      <caption className="visually-hidden">The stages of the value stream</caption>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col" className={table.end}>
            Took
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Nine in ten within
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Mean of all
          </th>
          <th scope="col" className={table.end}>
            In it now
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            %C&A
          </th>
          <th scope="col" className={table.wide}>
            Came back
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Observed
          </th>
        </tr>
      </thead>
      <tbody>
        {guessed('before')}
        {stages.map((stage) => (
          <tr key={stage.name}>
            <th scope="row">
              {stage.name}{' '}
              <span className="quiet">
                {KINDS[stage.kind]}, {STAGE_WORDS[stage.name]}
              </span>
            </th>
            <td className={table.end}>{takenWords(stage)}</td>
            <td className={`${table.end} ${table.wide}`}>{stage.raw ? 'too few' : formatDuration(stage.p90)}</td>
            <td className={`${table.end} ${table.wide}`}>{formatDuration(stage.mean)}</td>
            <td className={table.end}>{stage.name === 'deploy' ? 'not known' : formatCount(work[stage.name])}</td>
            <td className={`${table.end} ${table.wide}`}>{accurateWords(stage.accurate) ?? '–'}</td>
            <td className={table.wide}>
              {stage.accurate && stage.accurate.n > 0
                ? returnWords(stage.accurate)
                    .filter((part) => part !== '')
                    .join(', ')
                : '–'}
            </td>
            <td className={`${table.end} ${table.wide}`}>
              {formatCount(stage.n)} of {formatCount(totals.n)}
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">
            verify <span className="quiet">from production until a check passed, beyond the lead time</span>
          </th>
          <td className={table.end}>{takenWords(totals.verified)}</td>
          <td className={`${table.end} ${table.wide}`}>
            {totals.verified.raw ? 'too few' : formatDuration(totals.verified.p90)}
          </td>
          <td className={`${table.end} ${table.wide}`}>–</td>
          <td className={table.end}>not known</td>
          <td className={`${table.end} ${table.wide}`}>–</td>
          <td className={table.wide}>–</td>
          <td className={`${table.end} ${table.wide}`}>
            {formatCount(totals.verified.n)} of {formatCount(totals.n)}
          </td>
        </tr>
        {guessed('after')}
      </tbody>
    </table>
  )
}

function EstimateRow({ estimate }: { estimate: StreamEstimate }) {
  const { name, activeSeconds, waitSeconds, completeAccurate } = estimate
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi> <span className="quiet">estimated, after {formatDuration(waitSeconds)} of waiting</span>
      </th>
      <td className={table.end}>{formatDuration(activeSeconds)}</td>
      <td className={`${table.end} ${table.wide}`}>–</td>
      <td className={`${table.end} ${table.wide}`}>–</td>
      <td className={table.end}>not known</td>
      <td className={`${table.end} ${table.wide}`}>{formatRate(completeAccurate)}</td>
      <td className={table.wide}>–</td>
      <td className={`${table.end} ${table.wide}`}>–</td>
    </tr>
  )
}

export function RecoveryTable({ view: { recovery } }: { view: StreamView }) {
  return (
    <table className={table.table}>
      <caption className="visually-hidden">The stages of a recovery</caption>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col" className={table.end}>
            Took
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Mean of all
          </th>
          <th scope="col" className={table.end}>
            Known of
          </th>
        </tr>
      </thead>
      <tbody>
        {recovery.stages.map((stage) => (
          <tr key={stage.name}>
            <th scope="row">
              {stage.name} <span className="quiet">{RECOVERY_WORDS[stage.name]}</span>
            </th>
            <td className={table.end}>{takenWords(stage)}</td>
            <td className={`${table.end} ${table.wide}`}>{formatDuration(stage.mean)}</td>
            <td className={table.end}>
              {formatCount(stage.n)} of {formatCount(recovery.restore.n)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
