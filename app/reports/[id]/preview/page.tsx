import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { readEnv } from '../../../../lib/env'
import { reportMarkdown } from '../../../../lib/report/markdown'
import type { Report } from '../../../../lib/report/report'
import { withFarewell } from '../../../../lib/report/send/farewell'
import { slackMessage, slackWords } from '../../../../lib/report/slack'
import { reportText } from '../../../../lib/report/text'
import { lastOver } from '../../../../lib/rhythm'
import type { StoredChannel } from '../../../../lib/store/report-subscriptions'
import { Notice } from '../../../_ui/notice'
import { reportPath } from '../../address'
import { currentReport } from '../../current-report'
import { findReport } from '../../find-report'
import { mailHtml } from '../../mail-html'
import { NoReport } from '../../no-report'
import { Shown, ShownText, Subject } from '../../shown'

export const metadata: Metadata = { title: 'Preview of a report' }

/** What would be sent now, exactly so. */
export default async function ReportPreviewRoute({ params }: { params: Promise<{ id: string }> }) {
  if (!(await permit('read-report'))) notFound()
  const found = await findReport((await params).id)
  if (!found) return <NoReport />
  const { id, name, scope, rhythm, channel } = found
  const now = Date.now()
  const current = await currentReport(scope, (zones) => lastOver(rhythm, zones, now), now)
  return (
    <>
      <h1>
        Preview of <bdi>{name}</bdi>
      </h1>
      <p className="quiet">
        What would be sent now of the last whole period; nothing has been sent.{' '}
        <a href={reportPath(id)}>Back to the report</a>
      </p>
      {!current.ok ? (
        <Notice title="There is nothing to send" alert>
          <p>{current.message}</p>
        </Notice>
      ) : (
        <>
          {current.unknown.length > 0 && (
            <p role="alert">Not known, so left out: {current.unknown.slice(0, 10).join(', ')}.</p>
          )}
          <Subject>{current.report.subject}</Subject>
          <AsSent report={current.report} name={name} channel={channel} />
        </>
      )}
    </>
  )
}

type SentProps = { report: Report; name: string; channel: StoredChannel }

async function AsSent({ report, name, channel }: SentProps) {
  if (channel.kind === 'slack')
    return <ShownText title="As the message to Slack" text={slackWords(slackMessage(report))} />
  if (channel.kind !== 'email') return <ShownText title="As Markdown" text={reportMarkdown(report)} />
  const mail = { html: await mailHtml(report), text: reportText(report) }
  const { url } = readEnv()
  // Each recipient's link is another one, which is nobody else's to see.
  const link = url === undefined ? null : `${url}/reports/unsubscribe/…`
  return <Shown subject={report.subject} {...withFarewell(mail, { name, url: link })} />
}
