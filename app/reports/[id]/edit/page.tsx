import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { storedValues } from '../../../../lib/insights/report/subscription-form'
import { demoDay } from '../../../../lib/store/demo'
import { listRecipients } from '../../../../lib/store/report-recipients'
import { measuredServices } from '../../../_ui/fresh-facts'
import { Notice } from '../../../_ui/notice'
import { reportPath } from '../../address'
import { findReport } from '../../find-report'
import { SubscriptionForm } from '../../form'
import { formOptions } from '../../form-options'
import { InDemo } from '../../in-demo'
import { NoReport } from '../../no-report'

export const metadata: Metadata = { title: 'Change a report' }

export default async function EditReportRoute({ params }: { params: Promise<{ id: string }> }) {
  if (!(await permit('change-reports'))) notFound()
  if ((await demoDay()) !== null) return <InDemo />
  const report = await findReport((await params).id)
  if (!report) return <NoReport />
  const [services, recipients] = await Promise.all([measuredServices(), listRecipients(report.id)])
  const { id, name, declared, channel } = report
  return (
    <>
      <h1>
        Change <bdi>{name}</bdi>
      </h1>
      {declared || channel.kind === 'file' ? (
        <Notice title="It is declared in streamgauge.yaml">
          <p>Change it there; it is read at the next start.</p>
        </Notice>
      ) : (
        <SubscriptionForm
          id={id}
          values={storedValues(
            report,
            recipients.map(({ address }) => address),
          )}
          options={formOptions(services)}
          hasAddress={channel.kind === 'slack' || channel.kind === 'markdown'}
          cancel={reportPath(id)}
        />
      )}
    </>
  )
}
