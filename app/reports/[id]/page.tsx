import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../lib/auth/permit'
import { readEnv } from '../../../lib/env'
import { EVERY_WORDS, scopeWords } from '../../../lib/insights/report/subscription-words'
import { demoDay } from '../../../lib/store/demo'
import { listArchive } from '../../../lib/store/report-archive'
import { listRecipients } from '../../../lib/store/report-recipients'
import { listSendings } from '../../../lib/store/report-sendings'
import type { ReportSubscription } from '../../../lib/store/report-subscriptions'
import controls from '../../_ui/controls.module.css'
import { one, type Query } from '../../_ui/query'
import { Refresh } from '../../sources/refresh'
import { dropSubscription, setPaused } from '../actions'
import { reportPath } from '../address'
import { Archive } from '../archive'
import { findReport } from '../find-report'
import { NoReport } from '../no-report'
import { Recipients } from '../recipients'
import styles from '../reports.module.css'
import { How, Time } from '../row'
import { SendNow } from '../send-now'
import { Sendings } from '../sendings'
import { SetUp } from '../set-up'
import { ToldWords } from '../told'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> }

const SHOWN = { sendings: 60, archive: 60 }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const report = await findReport((await params).id)
  return { title: report?.name ?? 'No such report' }
}

/** One report: who gets it and when, what was sent and what became of it. */
export default async function ReportRoute({ params, searchParams }: Props) {
  if (!(await permit('read-report'))) notFound()
  const report = await findReport((await params).id)
  if (!report) return <NoReport />
  const { id, name, channel, paused, declared, timeZone } = report
  const [query, recipients, sendings, archive, demo, may] = await Promise.all([
    searchParams,
    listRecipients(id),
    listSendings({ subscription: id, limit: SHOWN.sendings }),
    listArchive({ subscription: id, limit: SHOWN.archive }),
    demoDay(),
    permit('change-reports'),
  ])
  const now = Date.now()
  const mayChange = may && demo === null
  const busy = sendings.some(({ state }) => state === 'queued' || state === 'claimed')
  const env = readEnv()
  return (
    <>
      <Refresh busy={busy} />
      <div className={styles.head}>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <div className={`${controls.row} screen-only`}>
          <a href={`${reportPath(id)}/preview`} className={controls.button}>
            Preview
          </a>
          {mayChange && !declared && (
            <>
              <form action={setPaused}>
                <input type="hidden" name="id" value={id} />
                <input type="hidden" name="paused" value={paused ? 'no' : 'yes'} />
                <button type="submit" className={controls.button}>
                  {paused ? 'Resume' : 'Pause'}
                </button>
              </form>
              <a href={`${reportPath(id)}/edit`} className={controls.button}>
                Change
              </a>
            </>
          )}
        </div>
      </div>
      {declared && (
        <p className="quiet">
          It is declared in <code>streamgauge.yaml</code>, where it is changed.
        </p>
      )}
      <ToldWords answer={one(query, 'said')} />
      <Facts report={report} now={now}>
        <How subscription={report} recipients={recipients} />
      </Facts>
      {demo === null && <SetUp mail={env.mail} url={env.url} byMail={channel.kind === 'email'} />}
      <SendNow id={id} channel={channel} recipients={recipients} mayChange={mayChange} demo={demo !== null} />
      <Sendings id={id} sendings={sendings} zone={timeZone} now={now} mayChange={mayChange} most={SHOWN.sendings} />
      <Archive id={id} archive={archive} zone={timeZone} now={now} most={SHOWN.archive} />
      {channel.kind === 'email' && (
        <Recipients id={id} recipients={recipients} zone={timeZone} now={now} mayChange={mayChange} />
      )}
      {mayChange && !declared && (
        <section className={`${styles.section} screen-only`} aria-labelledby="remove">
          <h2 id="remove">Remove</h2>
          <details>
            <summary>Send it no more</summary>
            <p>What it has sent is kept. Under the same name it can be added again.</p>
            <form action={dropSubscription}>
              <input type="hidden" name="id" value={id} />
              <button type="submit" className={controls.button}>
                Remove <bdi>{name}</bdi>
              </button>
            </form>
          </details>
        </section>
      )}
    </>
  )
}

function Facts({ report, now, children }: { report: ReportSubscription; now: number; children: React.ReactNode }) {
  const { scope, rhythm, waitHours } = report
  const about = scopeWords(scope)
  return (
    <dl className={styles.facts}>
      <dt>What</dt>
      <dd>
        {EVERY_WORDS[rhythm.every]}: <bdi>{about.name}</bdi>
        {about.kind !== null && `, ${about.kind}`}
      </dd>
      <dt>When</dt>
      <dd>
        <Time subscription={report} now={now} />
      </dd>
      <dt>How</dt>
      <dd>{children}</dd>
      <dt>If sources are behind</dt>
      <dd>{waitHours === 0 ? 'it goes out at once' : `it waits up to ${waitHours} h`}, then says what is missing</dd>
    </dl>
  )
}
