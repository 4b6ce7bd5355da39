import { formatCount, formatDuration, formatRate } from '../../lib/format'
import type { StageFigure } from '../../lib/insights/measure'
import { STAGE_WORDS } from '../../lib/insights/stage-words'
import { StageSign } from './stage-bar'
import table from './table.module.css'

/** What each stage took, over the `changes` delivered in a window. */
export function StageTable({ stages, changes }: { stages: StageFigure[]; changes: number }) {
  return (
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
            <td className={`${table.wide} quiet`}>{STAGE_WORDS[stage.name]}</td>
            <td className={table.end}>{stage.share === null ? '–' : formatRate(stage.share)}</td>
            <td className={table.end}>
              {stage.median === null ? <span className="quiet">not observed</span> : formatDuration(stage.median)}
            </td>
            <td className={`${table.end} ${table.wide}`}>{stage.p90 === null ? '–' : formatDuration(stage.p90)}</td>
            <td className={`${table.end} ${table.wide}`}>
              {formatCount(stage.n)} of {formatCount(changes)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
