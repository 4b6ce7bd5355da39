import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { reportText } from '../../../../lib/report/text'
import { lastOver } from '../../../../lib/rhythm'
import { Notice } from '../../../_ui/notice'
import { reportPath } from '../../address'
import { currentReport } from '../../current-report'
import { findReport } from '../../find-report'
import { mailHtml } from '../../mail-html'
import { NoReport } from '../../no-report'
import { Shown, Subject } from '../../shown'

export const metadata: Metadata = { title: 'Preview of a report' }

/** What would be sent now, exactly so. */
export default async function ReportPreviewRoute({ params }: { params: Promise<{ id: string }> }) {
  if (!(await permit('read-report'))) notFound()
  const found = await findReport((await params).id)
  if (!found) return <NoReport />
  const { id, name, scope, rhythm } = found
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
          <Shown
            subject={current.report.subject}
            html={await mailHtml(current.report)}
            text={reportText(current.report)}
          />
        </>
      )}
    </>
  )
}
