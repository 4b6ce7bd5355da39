import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../lib/auth/permit'
import { aboutText, storedValues, type Values } from '../../lib/insights/annotation-form'
import { annotationZone } from '../../lib/insights/annotation-words'
import { teamsOf } from '../../lib/insights/metric-view'
import { byName } from '../../lib/insights/overview-order'
import { readWindow, windowAsked } from '../../lib/insights/page-window'
import { findWritten, type Kept, listAnnotations, loadFormer } from '../../lib/store/annotations'
import { demoDay } from '../../lib/store/demo'
import type { ServiceSummary } from '../../lib/store/services'
import { dayKey, parseDay } from '../../lib/time'
import { measuredServices } from '../_ui/fresh-facts'
import { Notice } from '../_ui/notice'
import { Pager } from '../_ui/pager'
import { href, one, pageNumber, type Query } from '../_ui/query'
import { annotationsHref, keptQuery, PATH } from './address'
import styles from './annotations.module.css'
import { AnnotationForm } from './form'
import { NoMore, Standing } from './list'
import { Told } from './told'

export const metadata: Metadata = { title: 'Annotations' }

const PAGE_SIZE = 50
const FORMER = 20

/** What people noted on the time line: a freeze, a reorganisation, a holiday. It is drawn on every trend that it concerns. */
export default async function AnnotationsRoute({ searchParams }: { searchParams: Promise<Query> }) {
  if (!(await permit('read-annotations'))) notFound()
  const query = await searchParams
  const [services, day, may] = await Promise.all([measuredServices(), demoDay(), permit('change-annotations')])
  const asked = scopeAsked(query, services)
  const page = pageNumber(query, 'page')
  if ('problem' in asked || page === null) {
    return (
      <>
        <h1>Annotations</h1>
        <Notice title="This view cannot be shown" alert>
          <p>{'problem' in asked ? asked.problem : 'A page is a whole number from 1 on.'}</p>
          <p>
            <a href={PATH}>Show all annotations</a>
          </p>
        </Notice>
      </>
    )
  }
  const { about } = asked
  const editId = one(query, 'edit')
  const [{ list, total }, former, edited] = await Promise.all([
    listAnnotations(about && concerned(about, services), { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
    loadFormer(FORMER),
    editId === undefined ? null : findWritten(editId),
  ])
  const kept = keptQuery(query)
  const mayChange = day === null && may
  const place = { services, kept, now: Date.now(), mayChange }
  const home =
    about?.service && href(`/services/${encodeURIComponent(about.service.slug)}`, kept, { service: undefined })
  return (
    <>
      <h1>
        Annotations
        {about && (
          <span className={styles.scope}>
            {' '}
            that concern <bdi>{about.service?.name ?? about.team}</bdi>
          </span>
        )}
      </h1>
      <p className={styles.lead}>
        What figures cannot tell: a release freeze, a reorganisation, a holiday. Each is drawn on the trends of whom it
        is about.
      </p>
      {about && (
        <nav aria-label="Other annotations" className={`${styles.links} screen-only`}>
          {home && <a href={home}>The service’s page</a>}
          <a href={annotationsHref(kept, { service: undefined, team: undefined })}>All annotations</a>
        </nav>
      )}
      <Told answer={one(query, 'said')} />
      {mayChange ? (
        <section className={`${styles.section} screen-only`} aria-labelledby="form">
          <h2 id="form">{edited ? 'Change it' : 'Note something'}</h2>
          {editId !== undefined && !edited && (
            <p role="alert">What was to be changed is not there any more, or was not written here.</p>
          )}
          <AnnotationForm
            key={`${edited?.id} ${edited?.saidAt}`}
            id={edited?.id ?? randomUUID()}
            seen={edited ? String(edited.saidAt ?? '') : ''}
            values={edited ? storedValues(edited, services) : freshValues(query, about, services)}
            kept={annotationsHref(kept).split('?')[1] ?? ''}
            teams={teamsOf(services)}
            services={[...services].sort(byName).map(({ name }) => name)}
            gone={edited && isGone(edited, services) ? aboutText(edited) : null}
            cancel={editId === undefined ? null : annotationsHref(kept)}
          />
          <p className="quiet">
            Days are those of the service’s time zone; of a team or everybody, of the one they share, else UTC.
          </p>
        </section>
      ) : (
        <p className={styles.section}>
          {day === null ? 'Nothing may be noted here.' : 'This is a demonstration: nothing can be noted here.'}
        </p>
      )}
      <section className={styles.section} aria-labelledby="noted">
        <h2 id="noted">Noted so far</h2>
        {list.length > 0 ? (
          <Standing list={list} place={place} />
        ) : (
          <p className="quiet">{total === 0 && page === 1 ? 'Nothing yet.' : 'There is nothing on this page.'}</p>
        )}
        <Pager
          path={PATH}
          query={kept}
          name="page"
          what="annotations"
          size={PAGE_SIZE}
          page={page}
          pages={Math.ceil(total / PAGE_SIZE)}
          total={total}
        />
        <NoMore former={former} place={place} />
      </section>
    </>
  )
}

type About = { service: ServiceSummary; team: string | null } | { service: null; team: string }

/** Whose annotations; null: everybody's. */
function scopeAsked(query: Query, services: ServiceSummary[]): { about: About | null } | { problem: string } {
  const [slug, team] = [one(query, 'service'), one(query, 'team')]
  if (slug !== undefined && team !== undefined) return { problem: 'Choose either a service or a team, not both.' }
  if (slug !== undefined) {
    const service = services.find((one) => one.slug === slug)
    return service
      ? { about: { service, team: service.team } }
      : { problem: `No service has the address “${short(slug)}”.` }
  }
  if (team === undefined) return { about: null }
  return services.some((service) => service.team === team)
    ? { about: { service: null, team } }
    : { problem: `There is no team “${short(team)}”.` }
}

function concerned({ service, team }: About, services: ServiceSummary[]) {
  if (service) return { services: [service.name], teams: team === null ? [] : [team] }
  const members = services.filter((one) => one.team === team)
  return { services: members.map(({ name }) => name), teams: [team ?? ''] }
}

/** The days of the window where it says its dates, else today. */
function freshValues(query: Query, about: About | null, services: ServiceSummary[]): Values {
  const said = { service: about?.service?.name ?? null, team: about?.service ? null : (about?.team ?? null) }
  const zone = annotationZone(said, services)
  const window = readWindow(windowAsked((name) => one(query, name)))
  const dates = window.ok && window.choice.kind === 'dates' ? window.choice : null
  const until = dates ? dayKey((parseDay(dates.to) ?? 0) * 86_400_000 - 1, 'UTC') : ''
  return {
    text: '',
    about: aboutText(said),
    kind: '',
    from: dates?.from ?? dayKey(Date.now(), zone),
    until: until === dates?.from ? '' : until,
  }
}

function isGone({ team, service }: Kept, services: ServiceSummary[]): boolean {
  if (service !== null) return !services.some(({ name }) => name === service)
  return team !== null && !services.some((one) => one.team === team)
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
