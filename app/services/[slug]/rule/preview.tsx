import { formatCount } from '../../../../lib/format'
import type { PreviewRow, RulePreview } from '../../../../lib/insights/rule-preview'
import type { DeploymentRule } from '../../../../lib/records/schema'
import { Notice } from '../../../_ui/notice'
import { RecordLink } from '../../../_ui/record-link'
import table from '../../../_ui/table.module.css'
import { When } from '../../../_ui/when'
import { KINDS } from './kinds'
import styles from './rule.module.css'

type Props = {
  /** Null while the rule cannot be read. */
  preview: RulePreview | null
  from: DeploymentRule['from']
  /** The preview of another kind of events, all else the same. */
  addressOf: (from: DeploymentRule['from']) => string
  repository: string
  zone: string
  now: number
}

/** What the rule would count of the latest events, and of the others why not. */
export function Preview({ preview, from, addressOf, repository, zone, now }: Props) {
  return (
    <section aria-labelledby="preview" className={styles.preview}>
      <h2 id="preview">What it would count</h2>
      <p role="status" className={styles.tally}>
        {preview === null ? 'There is a preview as soon as the rule can be read.' : tally(preview, from)}
      </p>
      {preview && preview.rows.length > 0 && (
        <>
          <Strip rows={preview.rows} />
          {preview.counts.deployments < preview.counts.counting && (
            <p className="quiet">
              Regions of one release are one deployment: {formatCount(preview.counts.deployments)} in all.
            </p>
          )}
          {preview.isCut && (
            <p className="quiet">The history is long: the paths of the oldest ones were compared in part only.</p>
          )}
          <Events rows={preview.rows} zone={zone} now={now} from={from} />
        </>
      )}
      {preview && preview.rows.length === 0 && <Nothing preview={preview} {...{ from, addressOf, repository }} />}
    </section>
  )
}

function tally({ rows, counts }: RulePreview, from: DeploymentRule['from']): string {
  const { one, many } = KINDS[from]
  if (rows.length === 0) return `There is no ${one} to look at.`
  if (rows.length === 1) return `The one ${one} there is would ${counts.counting === 1 ? '' : 'not '}count.`
  const counting = counts.counting === 0 ? 'None' : formatCount(counts.counting)
  const failed = counts.failed === 1 ? '1 failed attempt' : `${formatCount(counts.failed)} failed attempts`
  return `${counting} of the last ${formatCount(rows.length)} ${many} would count${counts.failed === 0 ? '' : `; ${failed}`}.`
}

/** Oldest first, as time runs. The table says the same. */
function Strip({ rows }: { rows: PreviewRow[] }) {
  return (
    <div className={styles.strip} aria-hidden="true">
      {rows.toReversed().map(({ key, verdict }) => (
        <span key={key} data-verdict={verdict} />
      ))}
    </div>
  )
}

function Events({ rows, zone, now, from }: { rows: PreviewRow[]; zone: string; now: number; from: Props['from'] }) {
  return (
    <table className={table.table}>
      <caption className="visually-hidden">
        The latest {KINDS[from].many}, newest first, and whether each counts
      </caption>
      <thead>
        <tr>
          <th scope="col">{from === 'deployment' ? 'Ref or id' : 'Name'}</th>
          <th scope="col" className={table.wide}>
            Time
          </th>
          <th scope="col" className={table.wide}>
            Status
          </th>
          <th scope="col" className={table.wide}>
            Environment
          </th>
          <th scope="col">Counts?</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const when = row.at === null ? 'time not known' : <When at={row.at} zone={zone} now={now} />
          return (
            <tr key={row.key}>
              <th scope="row">
                <RecordLink url={row.url}>
                  <bdi>{row.title}</bdi>
                </RecordLink>
                <span className={table.narrow}>
                  {when} · {row.status}
                  {row.environment !== null && (
                    <>
                      {' '}
                      · <bdi>{row.environment}</bdi>
                    </>
                  )}
                </span>
              </th>
              <td className={`${table.wide} ${table.fit}`}>{when}</td>
              <td className={`${table.wide} ${table.fit}`}>{row.status}</td>
              <td className={table.wide}>
                <bdi>{row.environment ?? '–'}</bdi>
              </td>
              <td data-verdict={row.verdict} className={styles.verdict}>
                <Mark verdict={row.verdict} /> <bdi>{row.words}</bdi>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const SHAPES: Record<PreviewRow['verdict'], string> = {
  counts: 'M2 6.5 5 9.5 10 2.5',
  failed: 'M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5',
  not: 'M2 6 10 6',
}

function Mark({ verdict }: { verdict: PreviewRow['verdict'] }) {
  return (
    <svg
      viewBox="0 0 12 12"
      width="12"
      height="12"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      <path d={SHAPES[verdict]} />
    </svg>
  )
}

function Nothing({
  preview,
  from,
  addressOf,
  repository,
}: Pick<Props, 'from' | 'addressOf' | 'repository'> & { preview: RulePreview }) {
  const { many, advice } = KINDS[from]
  return (
    <Notice title={preview.instead.length === 0 ? 'Nothing to count is known yet' : `No ${many} are known`}>
      <p>
        Of <bdi>{repository}</bdi> there are no {many}. {advice}
      </p>
      {preview.instead.length > 0 ? (
        <p>
          What there is:{' '}
          {preview.instead.map((kind, at) => (
            <span key={kind}>
              {at > 0 && ', '}
              <a href={addressOf(kind)}>{KINDS[kind].many}</a>
            </span>
          ))}
          .
        </p>
      ) : (
        <p>
          Nothing else that could be a deployment is known of it either. <a href="/sources">The sources</a> say what
          they collect and whether they answer.
        </p>
      )}
    </Notice>
  )
}
