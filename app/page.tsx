import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../lib/auth/permit'
import { overviewHeadline } from '../lib/insights/headline'
import { oneZone } from '../lib/insights/metric-settings'
import { earliest, matching, overview } from '../lib/insights/overview'
import { overviewNotes } from '../lib/insights/overview-notes'
import { type OverviewView, readView, VIEW_PARAMETERS } from '../lib/insights/overview-view'
import { PATIENCE_MS, rememberedOf } from '../lib/insights/remembered'
import { unequalWords, windowWords } from '../lib/insights/window-words'
import { loadFacts } from '../lib/store/measured'
import type { ServiceSummary } from '../lib/store/services'
import { Filter } from './_ui/filter'
import { measuredServices } from './_ui/fresh-facts'
import { sharedIteration } from './_ui/iterations'
import { Noted } from './_ui/noted'
import { Notice } from './_ui/notice'
import { PageHead, PageHeadline } from './_ui/page-head'
import { Pager } from './_ui/pager'
import { href, joined, one, type Query } from './_ui/query'
import { UnreadSources } from './_ui/unread-sources'
import { WindowPicker } from './_ui/window-picker'
import { NothingYet, WithoutDeployment } from './overview-empty'
import { Headline } from './overview-headline'
import { OverviewTable } from './overview-table'
import { ColumnPicker, OverviewTools } from './overview-tools'
import { SavedViews } from './overview-views'
import styles from './page.module.css'

type Props = { searchParams: Promise<Query> }

const PAGE_SIZE = 50

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const team = one(await searchParams, 'team')
  return { title: { absolute: `${team === undefined ? '' : `${team} · `}Overview · Streamgauge` } }
}

export default async function OverviewRoute({ searchParams }: Props) {
  if (!(await permit('read-overview'))) notFound()
  const query = joined(await searchParams, 'columns')
  const services = await measuredServices()
  if (services.length === 0) return <NothingYet />

  const asked = readView((name) => one(query, name))
  const team = one(query, 'team')
  const shown = team === undefined ? services : services.filter((service) => service.team === team)
  const iteration = await sharedIteration(shown.map((service) => service.team))
  const head = (
    <PageHead
      beside={
        <WindowPicker
          path="/"
          query={query}
          choice={asked.ok ? asked.view.choice : asked.choice}
          keep={VIEW_PARAMETERS}
          iteration={iteration}
          zone={oneZone(shown)}
          compares
        />
      }
    >
      <h1>{team === undefined ? 'Overview' : <bdi>{team}</bdi>}</h1>
    </PageHead>
  )
  const found = asked.ok ? await measure(services, asked.view) : null
  const problem = !asked.ok
    ? asked.message
    : found && found.page > found.pages
      ? `There is no page ${found.page}: there ${found.pages === 1 ? 'is' : 'are'} ${found.pages}.`
      : null
  if (!asked.ok || !found || problem !== null) {
    return (
      <>
        {head}
        <Notice title="This view cannot be shown" alert>
          <p>{problem}</p>
          <p>
            <a href="/">Show the last 12 weeks</a>
          </p>
        </Notice>
      </>
    )
  }

  const { view } = asked
  const words = windowWords(view.choice)
  const unequal = unequalWords(view.choice, services[0]?.timeZone ?? 'UTC', Date.now())
  const unseen = found.pooled.current.flow.unseen > 0
  const rows = found.groups.flatMap((group) => group.rows)
  const annotations = await overviewNotes(rows, Date.now())
  return (
    <>
      {head}
      <PageHeadline>
        {found.total > 0 ? (
          <Headline parts={overviewHeadline(found, words.before)} choice={view.choice} />
        ) : (
          nothingShown(view, found.withoutDeployment.length)
        )}
      </PageHeadline>
      <p className="quiet">
        {words.name[0]?.toUpperCase()}
        {words.name.slice(1)}
        {words.before !== null && `, compared with ${words.before}`}.{unequal !== null && ` ${unequal}.`}
      </p>
      <UnreadSources now={Date.now()} zone={oneZone(shown)} />
      {services.length > 1 && (
        <div className={`${styles.tools} screen-only`}>
          <Filter query={query} filter={view.text} total={found.total + found.withoutDeployment.length} />
          <div className={styles.choosers}>
            {found.total > 1 && <OverviewTools query={query} view={view} hasTeams={found.hasTeams} />}
            <ColumnPicker query={query} view={view} />
            <SavedViews query={query} />
          </div>
        </div>
      )}
      {found.total > 0 && (
        <>
          <OverviewTable found={found} view={view} query={query} annotations={annotations} before={words.before} />
          <Noted
            annotations={annotations}
            scope={view.team === null ? {} : { team: view.team }}
            choice={view.choice}
            services={services}
          />
          <Legend compared={words.before !== null} unseen={unseen} />
        </>
      )}
      <Pager
        path="/"
        query={query}
        name="page"
        what="services"
        size={PAGE_SIZE}
        page={found.page}
        pages={found.pages}
        total={found.total}
      />
      <WithoutDeployment services={found.withoutDeployment} />
      {team !== undefined && (
        <p className={styles.legend}>
          <a href={href('/', query, { team: undefined, page: undefined })}>Show all teams</a>
        </p>
      )}
    </>
  )
}

/** Each holds the figures of all services: a megabyte or two of a large organisation. */
const MOST_VIEWS = 12

/** All matching services, from the columns that this process keeps; the same view of the same facts is measured once a minute. */
async function measure(services: ServiceSummary[], { columns: _, ...view }: OverviewView) {
  const now = Date.now()
  const wanted = matching(services, view)
  const deployed = wanted.filter((service) => service.deployed.count > 0)
  // What is remembered may be of a moment ago, and that moment on the day before.
  const facts = await loadFacts(deployed, earliest(deployed, view.choice, now - PATIENCE_MS))
  const make = (then: number) => overview(wanted, facts, { ...view, now: then, size: PAGE_SIZE })
  return rememberedOf(services, JSON.stringify(view), now, make, MOST_VIEWS)
}

function nothingShown({ text, team }: OverviewView, without: number): string {
  if (text === '') {
    if (team !== null && without === 0) return `There is no team “${team}”.`
    return 'No service has a successful production deployment yet.'
  }
  return without > 0
    ? `No service with “${text}” in its name has been deployed yet.`
    : `No service has “${text}” in its name. Nor has any team.`
}

function Legend({ compared, unseen }: { compared: boolean; unseen: boolean }) {
  return (
    <p className={styles.legend}>
      {compared && <>≈ about as before; few: too few to compare, fewer than five on one side. </>}
      <span aria-hidden="true">◆</span> signal: a week beyond its process limits, or eight in a row on one side of the
      mean. <span aria-hidden="true">·</span> routine variation. Neither: fewer than eight whole weeks to judge by.{' '}
      <span aria-hidden="true">⚑</span> something is missing or could not be read. Teams and totals are pooled: over all
      their changes, deployments and incidents together, not over the services’ own figures. Every service’s days are
      those of its own time zone.
      {unseen && (
        <>
          {' '}
          Not observed: git alone tells when a change was written and released, not when it waited; add pull requests or
          pipeline runs and its flow efficiency appears.
        </>
      )}
    </p>
  )
}
