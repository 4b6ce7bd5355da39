import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../lib/auth/permit'
import { sources } from '../../lib/collectors/registry'
import { loadCollectionStates } from '../../lib/store/collection-runs'
import { demoDay } from '../../lib/store/demo'
import { listIngestTokens } from '../../lib/store/ingest-tokens'
import { listAskedFor } from '../../lib/store/queue'
import { countRejected } from '../../lib/store/rejected-rows'
import controls from '../_ui/controls.module.css'
import { Notice } from '../_ui/notice'
import table from '../_ui/table.module.css'
import { InDemo } from './in-demo'
import { Refresh } from './refresh'
import { SourceRow } from './source-row'
import styles from './sources.module.css'
import { Tokens } from './tokens'

export const metadata: Metadata = { title: 'Sources' }

/** Where records come from, and how each of these connections is. */
export default async function SourcesRoute() {
  if (!(await permit('read-sources'))) notFound()
  if ((await demoDay()) !== null) return <InDemo />
  const [states, queued, rejected, tokens] = await Promise.all([
    loadCollectionStates(),
    listAskedFor(),
    countRejected(),
    listIngestTokens(),
  ])
  const now = Date.now()
  const busy = states.some(({ name, collecting }) => collecting || queued.includes(name))
  return (
    <>
      <Refresh busy={busy} />
      <h1>Sources</h1>
      <section aria-label="Connections" className={styles.section}>
        {states.length === 0 ? (
          <Notice title="No source yet">
            <p>
              I would begin with where the code is: your GitHub or GitLab organisation brings pull requests, pipelines,
              deployments and incidents at once.
            </p>
          </Notice>
        ) : (
          <table className={table.table}>
            <caption className="visually-hidden">Connections; times in UTC</caption>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">State</th>
                <th scope="col" className={`${table.end} ${table.wide}`}>
                  Collected
                </th>
                <th scope="col" className={`${table.end} ${table.wide}`}>
                  Next
                </th>
                <th scope="col" className={`${table.end} ${table.roomy}`}>
                  Records, last run
                </th>
                <th scope="col" className={`${table.end} ${table.roomy}`}>
                  Rejected
                </th>
                <th scope="col" className={`${table.end} ${table.wide}`}>
                  <span className="visually-hidden">What to do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {states.map((source) => {
                const { name } = source
                const count = rejected.get(name) ?? 0
                return <SourceRow key={name} {...{ source, now }} queued={queued.includes(name)} rejected={count} />
              })}
            </tbody>
          </table>
        )}
        <nav aria-label="Add a source" className={styles.kinds}>
          {Object.values(sources).map(({ id, title }) => (
            <a key={id} href={`/sources/new?kind=${id}`} className={controls.button}>
              Add {title}
            </a>
          ))}
        </nav>
      </section>
      <Tokens tokens={tokens} now={now} />
    </>
  )
}
