import { notFound } from 'next/navigation'
import { formatRange } from '../../../../lib/format'
import { futureQuery, readFuture } from '../../../../lib/insights/future-edits'
import { evolutionFrom, evolutionOf } from '../../../../lib/insights/future-target'
import { fewWords, futureHeadline } from '../../../../lib/insights/future-words'
import { WINDOW_PARAMETERS } from '../../../../lib/insights/page-window'
import { windowWords } from '../../../../lib/insights/window-words'
import { demoDay } from '../../../../lib/store/demo'
import { loadFutureStates } from '../../../../lib/store/future-states'
import { loadFacts } from '../../../../lib/store/measured'
import { PageHeadline } from '../../../_ui/page-head'
import { one, type Query } from '../../../_ui/query'
import page from '../page.module.css'
import type { View } from '../service-view'
import { EditForm } from './edit-form'
import { EvolutionSection } from './evolution'
import { Ideas } from './ideas'
import { Limit } from './limit'
import { askedText, loadFuture } from './load-future'
import { Outcome } from './outcome'
import { SaveForm } from './save-form'
import { SavedStates } from './saved'

/** A copy of the value stream that a reader edits, and what its changes would then have taken. */
export async function Body({ summary, choice, query, path, now }: View) {
  const { timeZone: zone } = summary
  const { asked, problems } = readFuture((parameter) => one(query, parameter))
  const [loaded, demo] = await Promise.all([loadFuture(summary, choice, asked, now), demoDay()])
  if (!loaded) notFound()
  const { view, range } = loaded
  const words = windowWords(choice).name
  const few = fewWords(view)
  return (
    <>
      <PageHeadline>{futureHeadline(view, words)}</PageHeadline>
      <p className="quiet">
        Changes delivered in {words} ({formatRange(range.from, range.to, zone)}), by the wall clock. Bots’ changes are
        left out, as everywhere.
      </p>
      {view.n >= 5 && (
        <>
          <Ideas view={view} path={path} query={query} />
          <EditForm view={view} problems={problems} path={path} query={query} />
          {few !== null && <p className={page.changed}>{few}</p>}
          <Outcome view={view} />
          {view.flow !== null && <Limit flow={view.flow} limit={asked.limit} />}
        </>
      )}
      <section className={`${page.section} screen-only`} aria-labelledby="saved">
        <h2 id="saved">Saved future states</h2>
        <p className="quiet">
          A saved state keeps its date, its reasons and what was simulated on that day. From then on it stands against
          what is measured, week by week.
        </p>
        <Saved summary={summary} choice={choice} query={query} path={path} now={now} demo={demo !== null} />
        {demo !== null ? (
          <p>In the demonstration none can be saved. On your own data a form stands here.</p>
        ) : (
          Object.keys(futureQuery(asked)).length > 0 && (
            <SaveForm service={summary.slug} asked={askedText(choice, asked)} />
          )
        )}
      </section>
      <section className={`${page.section} screen-only`} aria-labelledby="reading">
        <h2 id="reading">What is supposed here</h2>
        <p>
          Every delivered change keeps its own stages, with the edits applied to them, and 10,000 samples of these
          changes say how far chance alone would move the figures. Nothing else is supposed to change: the same work
          comes in, no stage takes longer because another got faster, and the future is like the window.
        </p>
        <p>
          Smaller batches shorten the stage <i>release</i>, in which a change waits for its deployment: half as many
          changes in each means twice as many deployments, and half the wait. In brackets are 95 % intervals. The same
          link gives the same figures as long as no record is added.
        </p>
        <p>
          With a limit, past weeks are drawn to say when changes would begin; one begins when fewer than the limit are
          in progress. It then takes as long as a past change that began with about as many in progress, so a limit
          helps as far as this service was faster with less in progress, and no further.
        </p>
      </section>
    </>
  )
}

/** Those that are saved, and of the one that is asked for, or the last, its evolution. */
async function Saved({ summary, query, path, now, demo }: View & { demo: boolean }) {
  const { name, slug, timeZone: zone } = summary
  const { current, past } = await loadFutureStates(name)
  if (current.length + past.length === 0) return null
  const wanted = one(query, 'state')
  const shown = [...current, ...past].find(({ id }) => id === wanted) ?? current[0] ?? null
  const facts = shown && (await loadFacts([summary], evolutionFrom(shown, zone), 'details')).get(name)
  const kept: Query = Object.fromEntries(WINDOW_PARAMETERS.map((parameter) => [parameter, one(query, parameter)]))
  return (
    <>
      <SavedStates
        service={slug}
        current={current}
        past={past}
        shown={shown?.id ?? null}
        path={path}
        kept={kept}
        demo={demo}
        zone={zone}
        now={now}
      />
      {shown && facts && (
        <EvolutionSection state={shown} evolution={evolutionOf(facts, shown, now)} zone={zone} now={now} />
      )}
    </>
  )
}
