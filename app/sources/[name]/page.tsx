import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../lib/auth/permit'
import { sources } from '../../../lib/collectors/registry'
import { formatCount } from '../../../lib/format'
import { healthOf } from '../../../lib/insights/source-health'
import { listRuns, loadCollectionStates } from '../../../lib/store/collection-runs'
import { demoDay } from '../../../lib/store/demo'
import { listAskedFor } from '../../../lib/store/queue'
import { countRejected, listRejected } from '../../../lib/store/rejected-rows'
import controls from '../../_ui/controls.module.css'
import { decoded } from '../../_ui/query'
import { collectNow, removeSource, setPaused } from '../actions'
import { InDemo } from '../in-demo'
import { Refresh } from '../refresh'
import { Ago, nextOf } from '../source-row'
import styles from '../sources.module.css'
import { StateMark } from '../state-mark'
import { Rejected } from './rejected'
import { Runs } from './runs'
import { Streams } from './streams'

type Props = { params: Promise<{ name: string }> }

const MOST_REJECTED = 100

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decoded((await params).name) }
}

/** How one connection is, what goes on, and what it could not read. */
export default async function SourceRoute({ params }: Props) {
  if (!(await permit('read-sources'))) notFound()
  if ((await demoDay()) !== null) return <InDemo />
  const name = decoded((await params).name)
  const [[source], queued, runs, rejected, counts] = await Promise.all([
    loadCollectionStates(name),
    listAskedFor(),
    listRuns(name),
    listRejected(name, MOST_REJECTED),
    countRejected(),
  ])
  if (!source) notFound()
  const now = Date.now()
  const isQueued = queued.includes(name)
  const busy = source.collecting || isQueued
  const health = healthOf(source, isQueued, now)
  const { run, paused, managedByFile } = source
  const shown = runs.find(({ streams }) => streams.length > 0)
  return (
    <>
      <Refresh busy={busy} />
      <div className={styles.head}>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <div className={controls.row}>
          <form action={collectNow.bind(null, name)}>
            <button type="submit" className={`${controls.button} ${controls.main}`} disabled={busy}>
              Collect now
            </button>
          </form>
          <form action={setPaused.bind(null, name, !paused)}>
            <button type="submit" className={controls.button}>
              {paused ? 'Resume' : 'Pause'}
            </button>
          </form>
          {!managedByFile && (
            <a href={`/sources/${encodeURIComponent(name)}/edit`} className={controls.button}>
              Change
            </a>
          )}
        </div>
      </div>
      <p className="quiet">
        {sources[source.kind]?.title ?? source.kind}
        {managedByFile && ', managed by the configuration file'}. Times in UTC.
      </p>
      <section className={styles.section} aria-label="State" aria-live="polite">
        <p>
          <StateMark health={health} />. {health.sentence}
        </p>
        {health.hint && <p className={`quiet ${styles.hint}`}>{health.hint}</p>}
        {source.collecting && run?.progress && <Bar ended={run.progress.ended} known={run.progress.known} />}
        <dl className={styles.facts}>
          <Fact title="Collected">
            {source.lastFinishedAt === null ? 'never' : <Ago at={source.lastFinishedAt} now={now} />}
          </Fact>
          <Fact title="Next">{nextOf(source, now)}</Fact>
          <Fact title="Records, last run">{run ? formatCount(run.records) : '–'}</Fact>
          <Fact title="Requests left">
            {run?.budget ? `${formatCount(run.budget.remaining)} of ${formatCount(run.budget.limit)}` : 'not told'}
          </Fact>
        </dl>
      </section>
      {sources[source.kind]?.webhook && (
        <p className={`quiet ${styles.aside}`}>
          To hear of events at once: a webhook there that sends to{' '}
          <code>
            /api/hooks/{source.kind}/{encodeURIComponent(name)}
          </code>
          , with the webhook secret of this source.
        </p>
      )}
      {shown && <Streams run={shown} />}
      <Rejected rows={rejected} total={counts.get(name) ?? 0} now={now} />
      <Runs runs={runs} now={now} />
      {!managedByFile && (
        <section className={styles.section} aria-labelledby="remove">
          <h2 id="remove">Remove</h2>
          <details>
            <summary>Forget this source</summary>
            <p>
              Its configuration and its secrets are deleted. The records that it brought stay, and so do the figures.
            </p>
            <form action={removeSource.bind(null, name)}>
              <button type="submit" className={controls.button}>
                Forget {name}
              </button>
            </form>
          </details>
        </section>
      )}
    </>
  )
}

function Fact({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Bar({ ended, known }: { ended: number; known: number }) {
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label="Parts collected"
      aria-valuemin={0}
      aria-valuenow={ended}
      aria-valuemax={known}
      aria-valuetext={`${formatCount(ended)} of ${formatCount(known)} parts`}
    >
      <span style={{ width: `${known === 0 ? 0 : (100 * ended) / known}%` }} />
    </div>
  )
}
