import { notFound } from 'next/navigation'
import { formatRange } from '../../../../lib/format'
import { readFuture } from '../../../../lib/insights/future-edits'
import { BEFORE_MS, futureView } from '../../../../lib/insights/future-view'
import { fewWords, futureHeadline } from '../../../../lib/insights/future-words'
import { windowOf } from '../../../../lib/insights/measure'
import { resolveWindow } from '../../../../lib/insights/page-window'
import { windowWords } from '../../../../lib/insights/window-words'
import { loadFacts } from '../../../../lib/store/measured'
import { one } from '../../../_ui/query'
import page from '../page.module.css'
import type { View } from '../service-view'
import { EditForm } from './edit-form'
import { Ideas } from './ideas'
import { Limit } from './limit'
import { Outcome } from './outcome'

/** A copy of the value stream that a reader edits, and what its changes would then have taken. */
export async function Body({ summary, choice, query, path, now }: View) {
  const { timeZone: zone, name } = summary
  const { window: range } = resolveWindow(choice, zone, now, summary.deployed.firstAt)
  const facts = (await loadFacts([summary], range.from - BEFORE_MS, 'details')).get(name)
  if (!facts) notFound()
  const { asked, problems } = readFuture((parameter) => one(query, parameter))
  const view = futureView(facts, windowOf(facts, { ...range, now }), asked)
  const words = windowWords(choice).name
  const few = fewWords(view)
  return (
    <>
      <p className={page.headline}>{futureHeadline(view, words)}</p>
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
