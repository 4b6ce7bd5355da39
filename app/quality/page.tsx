import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../lib/auth/permit'
import { formatCount } from '../../lib/format'
import { earliest } from '../../lib/insights/overview'
import { readWindow, windowAsked, windowQuery } from '../../lib/insights/page-window'
import { qualityReport } from '../../lib/insights/quality-report'
import { windowWords } from '../../lib/insights/window-words'
import { loadFacts } from '../../lib/store/measured'
import { measuredServices } from '../_ui/fresh-facts'
import { Notice } from '../_ui/notice'
import { PageHead, PageHeadline } from '../_ui/page-head'
import { one, type Query } from '../_ui/query'
import { WindowPicker } from '../_ui/window-picker'
import { NothingYet } from '../overview-empty'
import { Lines } from './lines'
import styles from './quality.module.css'
import { SourceDoubts } from './source-doubts'

export const metadata: Metadata = { title: 'Data quality' }

type Props = { searchParams: Promise<Query> }

/** How far the figures can be trusted: what is left out or in doubt, what it moves, and how it is mended. */
export default async function QualityRoute({ searchParams }: Props) {
  if (!(await permit('read-quality'))) notFound()
  const query = await searchParams
  const all = await measuredServices()
  if (all.length === 0) return <NothingYet title="Data quality" />
  const team = one(query, 'team')
  const services = team === undefined ? all : all.filter((service) => service.team === team)
  const asked = readWindow(windowAsked((name) => one(query, name)))
  const head = (
    <PageHead
      beside={<WindowPicker path="/quality" query={query} choice={asked.ok ? asked.choice : null} keep={['team']} />}
    >
      <h1>
        Data quality
        {team !== undefined && (
          <>
            {' '}
            of <bdi>{team}</bdi>
          </>
        )}
      </h1>
    </PageHead>
  )
  if (!asked.ok || services.length === 0) {
    return (
      <>
        {head}
        <Notice title="This view cannot be shown" alert>
          <p>{asked.ok ? `No service belongs to a team named ${JSON.stringify(team)}.` : asked.message}</p>
          <p>
            <a href="/quality">Show all services in the last 12 weeks</a>
          </p>
        </Notice>
      </>
    )
  }
  const { choice } = asked
  const now = Date.now()
  const facts = await loadFacts(services, earliest(services, choice, now))
  const members = services.flatMap(({ name, slug }) => {
    const own = facts.get(name)
    return own ? [{ facts: own, slug }] : []
  })
  const report = qualityReport(members, choice, now)
  const { name } = windowWords(choice)
  return (
    <>
      {head}
      <PageHeadline>
        {report.clean === report.services && report.doubts.length === 0
          ? 'Nothing that was recorded had to be left out or guessed.'
          : report.clean === report.services
            ? 'Nothing that was recorded had to be left out; what says less than it might is below.'
            : `${formatCount(report.clean)} of ${formatCount(report.services)} ${report.services === 1 ? 'service' : 'services'} can be read without a doubt.`}
      </PageHeadline>
      <p className="quiet">
        Figures count what they can and say what they cannot. Here is all of it for {name}, with what it moves and how
        it is mended.
      </p>
      <SourceDoubts now={now} />
      <section className={styles.section} aria-labelledby="doubts">
        <h2 id="doubts">Left out or in doubt</h2>
        {report.doubts.length === 0 ? (
          <p className="quiet">Nothing, in this window.</p>
        ) : (
          <Lines lines={report.doubts} window={windowQuery(choice)} />
        )}
      </section>
      {report.ordinary.length > 0 && (
        <section className={styles.section} aria-labelledby="ordinary">
          <h2 id="ordinary">By design</h2>
          <Lines lines={report.ordinary} window={windowQuery(choice)} />
        </section>
      )}
    </>
  )
}
