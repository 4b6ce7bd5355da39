import { formatCount, formatDuration } from '../../../../../../lib/format'
import type { CountedPage } from '../../../../../../lib/insights/deployment-page'
import { exclusionWords } from '../../../../../../lib/insights/rule-words'
import type { ChangeRow } from '../../../../../../lib/insights/service-rows'
import { RecordLink } from '../../../../../_ui/record-link'
import { MiniStageBar, StageBar } from '../../../../../_ui/stage-bar'
import table from '../../../../../_ui/table.module.css'
import { type Frame, listHref, rowHref } from '../../../frame'
import page from '../../../page.module.css'

const SHOWN = 100

type Props = { page: CountedPage; active: readonly string[]; frame: Frame }

/** The changes that it brought to production, the longest under way first, and where their time went. */
export function Held({ page: { row, changes, stages }, frame }: Props) {
  const counted = changes.filter(({ bot, stages: own }) => !bot && own.length > 0).length
  return (
    <section className={page.section} aria-labelledby="held">
      <h2 id="held">What it delivered</h2>
      {changes.length === 0 ? (
        <p className="quiet">{nothing(row)}</p>
      ) : (
        <>
          {stages.length > 0 && (
            <figure>
              <figcaption>
                Where the time of {counted === 1 ? 'its one change' : `its ${formatCount(counted)} changes`} went, from
                first commit to production. Solid is work, hatched is waiting
                {counted < changes.length ? '; bots’ changes and those left out of the figures are not part of it' : ''}
                .
              </figcaption>
              <StageBar stages={stages} />
            </figure>
          )}
          <table className={table.table}>
            <caption>
              {changes.length > SHOWN
                ? `The ${SHOWN} of ${formatCount(changes.length)} changes that were longest under way.`
                : 'Its changes, the longest under way first.'}{' '}
              <a href={listHref(frame, 'changes', { deployment: row.id })}>In the list of changes</a>
            </caption>
            <thead>
              <tr>
                <th scope="col">Change</th>
                <th scope="col" className={table.wide}>
                  Stages
                </th>
                <th scope="col" className={`${table.end} ${table.wide}`}>
                  Lines
                </th>
                <th scope="col" className={table.end}>
                  Lead time
                </th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, SHOWN).map((change) => (
                <Change key={change.id} change={change} frame={frame} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}

function Change({ change, frame }: { change: ChangeRow; frame: Frame }) {
  const { additions, deletions, excluded } = change
  return (
    <tr>
      <th scope="row">
        <RecordLink url={change.url}>
          <span className="number">{change.label}</span>
        </RecordLink>{' '}
        <a href={rowHref(frame, 'changes', change.id)}>
          <bdi>{change.title || 'without a title'}</bdi>
        </a>
        {change.bot && <span className={table.tag}>bot</span>}
        {change.hotfix && <span className={table.tag}>hotfix</span>}
        {excluded !== null && <span className={table.reasons}>Left out. {exclusionWords(excluded)}</span>}
      </th>
      <td className={`${table.wide} ${page.bar}`}>
        <MiniStageBar stages={change.stages} total={change.leadSeconds} />
      </td>
      <td className={`${table.end} ${table.fit} ${table.wide}`}>
        {additions === null || deletions === null ? (
          <span className="quiet">not known</span>
        ) : (
          `+${formatCount(additions)} −${formatCount(deletions)}`
        )}
      </td>
      <td className={`${table.end} ${table.fit}`}>
        {excluded === null ? formatDuration(change.leadSeconds) : <span className="quiet">left out</span>}
      </td>
    </tr>
  )
}

function nothing({ succeeded, baseline, shaKnown }: CountedPage['row']): string {
  if (!succeeded) return 'Nothing: it never reached production.'
  if (baseline) return 'It is the first deployment that is known. What it held may be of any age and is left out.'
  if (!shaKnown) return 'Unknown: its commit is not in the known history of the repository.'
  return 'Nothing new: it deployed again what was in production before.'
}
