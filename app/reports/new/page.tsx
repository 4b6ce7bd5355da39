import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../lib/auth/permit'
import { demoDay } from '../../../lib/store/demo'
import { measuredServices } from '../../_ui/fresh-facts'
import { one, type Query } from '../../_ui/query'
import { PATH } from '../address'
import { SubscriptionForm } from '../form'
import { formOptions, freshValues } from '../form-options'
import { InDemo } from '../in-demo'

export const metadata: Metadata = { title: 'Add a report' }

export default async function NewReportRoute({ searchParams }: { searchParams: Promise<Query> }) {
  if (!(await permit('change-reports'))) notFound()
  if ((await demoDay()) !== null) return <InDemo />
  const [services, query] = await Promise.all([measuredServices(), searchParams])
  return (
    <>
      <h1>Add a report</h1>
      <SubscriptionForm
        id=""
        values={freshValues(services, { team: one(query, 'team'), service: one(query, 'service') })}
        options={formOptions(services)}
        hasAddress={false}
        cancel={PATH}
      />
    </>
  )
}
