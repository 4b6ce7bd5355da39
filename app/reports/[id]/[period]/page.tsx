import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { parsePeriod } from '../../../../lib/period'
import { readReport } from '../../../../lib/report/since'
import { type ArchivedReport, loadArchivedPictures } from '../../../../lib/store/report-archive'
import { listSendings } from '../../../../lib/store/report-sendings'
import { decoded, one, type Query } from '../../../_ui/query'
import { When } from '../../../_ui/when'
import { reportPath } from '../../address'
import { currentReport } from '../../current-report'
import { findReport } from '../../find-report'
import { findSent } from '../../find-sent'
import { withPictures } from '../../mail-html'
import { NoReport } from '../../no-report'
import { Sendings } from '../../sendings'
import { Shown, Subject } from '../../shown'
import { SinceThen } from '../../since-then'

type Props = { params: Promise<{ id: string; period: string }>; searchParams: Promise<Query> }

const SHOWN_SENDINGS = 200

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { id, period } = await params
  const sent = await namedBy(id, period, await searchParams)
  return { title: sent ? `${sent.name}, ${sent.period}` : 'No such report' }
}

/** A report as it was sent, which never changes, and beside it what has changed since. */
export default async function SentReportRoute({ params, searchParams }: Props) {
  if (!(await permit('read-report'))) notFound()
  const { id, period } = await params
  const sent = await namedBy(id, period, await searchParams)
  if (!sent) return <NoReport title="No such report was sent" />
  const subscription = await findReport(id)
  const zone = subscription?.timeZone ?? 'UTC'
  const now = Date.now()
  const [pictures, sendings] = await Promise.all([
    loadArchivedPictures(sent.id),
    listSendings({ report: sent.id, limit: SHOWN_SENDINGS }),
  ])
  return (
    <>
      <h1>
        <bdi>{sent.name}</bdi>, {sent.period}
      </h1>
      <p className="quiet">
        As it was made <When at={sent.madeAt} zone={zone} now={now} /> ({zone}){sent.byHand && ', by hand'}; it never
        changes. {subscription && <a href={reportPath(id)}>Back to the report</a>}
      </p>
      <Subject>{sent.subject}</Subject>
      <Since sent={sent} now={now} />
      <Shown subject={sent.subject} html={withPictures(sent.html, pictures)} text={sent.text} />
      <Sendings id={id} sendings={sendings} zone={zone} now={now} mayChange={false} most={SHOWN_SENDINGS} />
    </>
  )
}

function namedBy(id: string, period: string, query: Query): Promise<ArchivedReport | null> {
  return findSent(decoded(id), decoded(period), one(query, 'copy') ?? null)
}

async function Since({ sent, now }: { sent: ArchivedReport; now: number }) {
  const then = readReport(sent.report)
  const period = parsePeriod(sent.period)
  if (!then || !period) return <p className="quiet">Another edition wrote it: what has changed since cannot be told.</p>
  const current = await currentReport(sent.scope, () => period, now)
  return <SinceThen sent={then} current={current} />
}
