import { notFound } from 'next/navigation'
import { formatCount, formatRange } from '../../../../lib/format'
import { forecastView, historyFrom, inProgressNow, readForecast } from '../../../../lib/insights/forecast-view'
import { forecastHeadline, trustWords, weeksWords } from '../../../../lib/insights/forecast-words'
import { windowOf } from '../../../../lib/insights/measure'
import { resolveWindow } from '../../../../lib/insights/page-window'
import { changesWords } from '../../../../lib/insights/stream-words'
import { windowWords } from '../../../../lib/insights/window-words'
import { loadFacts } from '../../../../lib/store/measured'
import { dayNumber } from '../../../../lib/time'
import { Notice } from '../../../_ui/notice'
import { PageHeadline } from '../../../_ui/page-head'
import { href, one } from '../../../_ui/query'
import page from '../page.module.css'
import type { View } from '../service-view'
import { Days, Totals } from './charts'
import styles from './forecast.module.css'
import { Form } from './form'
import { LevelsTable } from './levels-table'

/** How many changes by a date and when as many are done, from the whole weeks of the window. */
export async function Body({ summary, choice, query, path, now }: View) {
  const { timeZone: zone, name } = summary
  const { window: range } = resolveWindow(choice, zone, now, summary.deployed.firstAt)
  const facts = (await loadFacts([summary], Math.min(range.from, historyFrom(now, zone)), 'core')).get(name)
  if (!facts) notFound()
  const window = windowOf(facts, { ...range, now })
  const inProgress = inProgressNow(facts, window)
  const read = readForecast(
    { until: one(query, 'until'), count: one(query, 'count') },
    dayNumber(now, zone),
    inProgress,
  )
  if (!read.ok) {
    return (
      <Notice title="This cannot be forecast" alert>
        <p>{read.message}</p>
        <p>
          <a href={href(path, query, { until: undefined, count: undefined })}>Forecast the next four weeks</a>
        </p>
      </Notice>
    )
  }
  const view = forecastView(facts, window, read.asked)
  const { base, levels } = view
  const trust = trustWords(levels)
  const words = windowWords(choice).name
  return (
    <>
      <PageHeadline>{forecastHeadline(view, now, zone)}</PageHeadline>
      <p className="quiet">
        {base.weeks > 0 && (
          <>
            Made from {changesWords(base.delivered)} delivered in {weeksWords(base.weeks)} of {words} (
            {formatRange(base.from, base.to, zone)})
            {base.empty > 0 && `, ${formatCount(base.empty)} of them without any`}. Bots’ changes are left out, as
            everywhere.
          </>
        )}
      </p>
      <Form asked={read.asked} path={path} query={query} today={dayNumber(now, zone)} inProgress={inProgress} />
      {levels.length === 0 ? (
        <p>
          {base.weeks > 0 && (
            <a href={href(path, query, { window: '26w', from: undefined, to: undefined })}>Use the last 26 weeks</a>
          )}
        </p>
      ) : (
        <>
          <LevelsTable view={view} zone={zone} now={now} />
          {trust !== null && <p className={styles.trust}>{trust}</p>}
          <Totals view={view} zone={zone} now={now} />
          <Days view={view} zone={zone} now={now} />
        </>
      )}
      <section className={`${page.section} screen-only`} aria-labelledby="reading">
        <h2 id="reading">How this is made</h2>
        <p>
          10,000 futures are put together from the past weeks of the window, each drawn at random, weeks without any
          delivery included. That supposes that the weeks to come are like those, and that one week does not depend on
          the one before: new people, holidays or another way of working are not in it.
        </p>
        <p>
          A promise at 85 % holds in at least 85 of 100 of these futures. The same link on the same day gives the same
          figures. To see how good such forecasts are here, one is made at the beginning of every week of the past three
          years that has enough weeks before it, from those weeks alone, and compared with what came. Forecasts of
          several weeks overlap, so twenty of them tell less than twenty independent ones would.
        </p>
      </section>
    </>
  )
}
