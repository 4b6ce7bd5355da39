import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../lib/auth/permit'
import { withQuery } from '../../../lib/insights/page-window'
import type { ReportScope } from '../../../lib/insights/report/scope'
import { reportText } from '../../../lib/report/text'
import { measuredServices } from '../../_ui/fresh-facts'
import { Notice } from '../../_ui/notice'
import { one, type Query } from '../../_ui/query'
import { NothingYet } from '../../overview-empty'
import { NEW } from '../address'
import { mailHtml } from '../mail-html'
import { Shown, Subject } from '../shown'
import { Choose } from './choose'
import { loadPreview, type Preview } from './load-preview'

export const metadata: Metadata = { title: 'Weekly report' }

type Props = { searchParams: Promise<Query> }

/** The weekly report of a team, a service or everybody, as its mail would be. */
export default async function PreviewRoute({ searchParams }: Props) {
  if (!(await permit('read-report'))) notFound()
  const query = await searchParams
  const services = await measuredServices()
  if (services.length === 0) return <NothingYet />
  const asked = { team: one(query, 'team'), service: one(query, 'service'), week: one(query, 'week') }
  const preview = await loadPreview(services, asked, Date.now())
  return (
    <>
      <h1>Weekly report{preview.kind !== 'missing' && <About scope={preview.scope} />}</h1>
      {preview.kind !== 'missing' && <Choose services={services} preview={preview} />}
      {preview.kind === 'shown' ? <ShownReport preview={preview} /> : <Problem preview={preview} />}
    </>
  )
}

function About({ scope }: { scope: ReportScope }) {
  if (scope.kind === 'organisation') return <> of all services</>
  return (
    <>
      {' '}
      of <bdi>{scope.name}</bdi>
    </>
  )
}

function Problem({ preview }: { preview: Exclude<Preview, { kind: 'shown' }> }) {
  return (
    <Notice title="This report cannot be shown" alert>
      <p>
        {preview.message} {preview.hint}
      </p>
      <p>
        <a href="/reports/preview">Show the last week of all services</a>
      </p>
    </Notice>
  )
}

async function ShownReport({ preview: { report, scope, week } }: { preview: Extract<Preview, { kind: 'shown' }> }) {
  const owner: Record<string, string> =
    scope.kind === 'team' ? { team: scope.name } : scope.kind === 'service' ? { service: scope.slug } : {}
  const alone = `/reports/preview/mail?${new URLSearchParams({ ...owner, week: week.key })}`
  return (
    <>
      <Subject>{report.subject}</Subject>
      <p className="quiet">
        This is how the mail looks; nothing has been sent. <a href={alone}>The mail by itself</a>,{' '}
        <a href={withQuery(NEW, new URLSearchParams(owner).toString())}>send it every week</a>
      </p>
      <Shown subject={report.subject} html={await mailHtml(report)} text={reportText(report)} />
    </>
  )
}
