import { formatCount } from '../../../../lib/format'
import type { PipelinesView } from '../../../../lib/insights/pipeline-view'
import { shortSha } from '../../../../lib/insights/service-rows'
import { Pager } from '../../../_ui/pager'
import { one, pageNumber } from '../../../_ui/query'
import { RecordLink } from '../../../_ui/record-link'
import table from '../../../_ui/table.module.css'
import { When } from '../../../_ui/when'
import styles from './pipelines.module.css'
import type { Place } from './place'

const SIZE = 20

/** Jobs that failed and passed at the same commit, each with its evidence. */
export function Flaky({ view, place }: { view: PipelinesView; place: Place }) {
  const { flaky } = view
  const { query, zone, now } = place
  const pages = Math.max(1, Math.ceil(flaky.length / SIZE))
  const page = Math.min(pages, pageNumber(query, 'flaky') ?? 1)
  return (
    <section className={styles.section} id="flaky" aria-labelledby="flaky-title">
      <h2 id="flaky-title">Flaky jobs</h2>
      <p className="quiet">
        {flaky.length === 0
          ? 'No job failed and then passed at the same commit.'
          : 'The same job at the same commit failed, then succeeded on a later attempt: in the same run, or in another one of its pipeline.'}
      </p>
      {flaky.length > 0 && (
        <table className={table.table}>
          <caption className="visually-hidden">Flaky jobs, the latest first</caption>
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col" className={table.wide}>
                Commit
              </th>
              <th scope="col">Failed</th>
              <th scope="col">Passed</th>
            </tr>
          </thead>
          <tbody>
            {flaky.slice((page - 1) * SIZE, page * SIZE).map(({ source, pipeline, name, sha, failed, passed }) => (
              <tr key={`${source} ${pipeline} ${name} ${sha}`}>
                <th scope="row">
                  <bdi>{name}</bdi>{' '}
                  <span className="quiet">
                    <bdi>{pipeline}</bdi>
                  </span>
                </th>
                <td className={`${table.fit} ${table.wide}`}>
                  <code title={sha}>{shortSha(sha)}</code>
                </td>
                {[failed, passed].map((tried) => (
                  <td key={`${tried.run} ${tried.attempt} ${tried === failed}`}>
                    <RecordLink url={tried.url}>
                      run <bdi>{tried.run}</bdi>, attempt {formatCount(tried.attempt)}
                    </RecordLink>{' '}
                    <span className={table.wide}>
                      <When at={tried.at} zone={zone} now={now} />
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager
        path={place.path}
        query={{ ...query, page: one(query, 'page') }}
        name="flaky"
        page={page}
        pages={pages}
        total={flaky.length}
        size={SIZE}
        hash="flaky"
        what="flaky jobs"
      />
    </section>
  )
}
