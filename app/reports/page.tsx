import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../lib/auth/permit'
import { readEnv } from '../../lib/env'
import { withQuery } from '../../lib/insights/page-window'
import { lastOutcome } from '../../lib/insights/report/subscription-words'
import { demoDay } from '../../lib/store/demo'
import { listRecipients } from '../../lib/store/report-recipients'
import { listSendings } from '../../lib/store/report-sendings'
import { listSubscriptions } from '../../lib/store/report-subscriptions'
import controls from '../_ui/controls.module.css'
import { Notice } from '../_ui/notice'
import { one, type Query } from '../_ui/query'
import table from '../_ui/table.module.css'
import { NEW } from './address'
import styles from './reports.module.css'
import { SubscriptionRow } from './row'
import { SetUp } from './set-up'
import { ToldWords } from './told'

export const metadata: Metadata = { title: 'Reports' }

/** A period goes to so many at most before its outcome is told by the first of them. */
const LOOKED_AT = 2000

/** Who gets which report, when, and what became of the last one. */
export default async function ReportsRoute({ searchParams }: { searchParams: Promise<Query> }) {
  if (!(await permit('read-report'))) notFound()
  const query = await searchParams
  const [subscriptions, demo, may] = await Promise.all([listSubscriptions(), demoDay(), permit('change-reports')])
  const now = Date.now()
  const rows = await Promise.all(
    subscriptions.map(async (subscription) => ({
      subscription,
      recipients: await listRecipients(subscription.id),
      outcome: lastOutcome(await listSendings({ subscription: subscription.id, limit: LOOKED_AT })),
    })),
  )
  const owner = new URLSearchParams(
    ['team', 'service'].flatMap((name) => (one(query, name) ? [[name, one(query, name) ?? '']] : [])),
  )
  const preview = withQuery('/reports/preview', owner.toString())
  return (
    <>
      <div className={styles.head}>
        <h1>Reports</h1>
        <div className={`${controls.row} screen-only`}>
          <a href={preview} className={controls.button}>
            Look at last week’s
          </a>
          {may && demo === null && (
            <a href={NEW} className={`${controls.button} ${controls.main}`}>
              Add a report
            </a>
          )}
        </div>
      </div>
      <p className={styles.lead}>
        What happened in a week, a day or a month, sent to whoever wants to know. Of teams and services; nobody is named
        or ranked.
      </p>
      <ToldWords answer={one(query, 'said')} />
      {demo !== null && (
        <p className={styles.note}>
          This is a demonstration: it sends no reports. On your own data they are added here.
        </p>
      )}
      {demo === null && <SetUp mail={readEnv().mail} url={readEnv().url} />}
      {rows.length === 0 ? (
        demo === null && (
          <Notice title="Nobody gets a report yet">
            <p>
              I would begin with one team: every Monday morning, what the week before brought, by mail.{' '}
              {may && <a href={NEW}>Add a report</a>}
            </p>
          </Notice>
        )
      ) : (
        <table className={table.table}>
          <caption className="visually-hidden">Reports by name</caption>
          <thead>
            <tr>
              <th scope="col">Report</th>
              <th scope="col" className={table.wide}>
                When
              </th>
              <th scope="col" className={table.wide}>
                How
              </th>
              <th scope="col">Last one</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <SubscriptionRow key={row.subscription.id} {...row} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
