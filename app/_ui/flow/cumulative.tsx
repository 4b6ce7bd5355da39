import { formatCount } from '../../../lib/format'
import {
  type CumulativeChart,
  type LoadChart,
  prepareCumulative,
  prepareLoad,
} from '../../../lib/insights/chart/prepare-flow'
import { loadAt } from '../../../lib/insights/flow-series'
import type { FlowView } from '../../../lib/insights/flow-view'
import { averageWords, pointWords, seriesWords } from '../../../lib/insights/flow-words'
import table from '../table.module.css'
import styles from './flow.module.css'
import { areaBetween, Plot, pathOf, percent, px } from './plot'
import plot from './plot.module.css'

type Props = { view: FlowView; zone: string }

/** How many changes have passed each line, and the work in progress between two of them. */
export function CumulativeFlow({ view, zone }: Props) {
  const { series, now } = view
  const chart = prepareCumulative(series, zone)
  const { average } = now.load
  const load = prepareLoad(
    series,
    average === null ? null : { value: average, label: `${averageWords(average)} on average` },
    zone,
  )
  const words = seriesWords(view, zone)
  return (
    <section className={styles.section} aria-labelledby="cumulative">
      <h2 id="cumulative">Cumulative flow</h2>
      <p>{words}</p>
      {chart && (
        <figure className={styles.figure}>
          <figcaption>
            Changes that have passed each line, at the end of every {series.every}. From one line straight down to
            another is how many were between them then: work in progress between “Opened” and “Deployed”. Straight
            across from “First commit” to “Deployed” is about the lead time, if work left in the order in which it came:
            old work that lies makes it longer than the times of those that left. Lines that draw apart are work that
            piles up.
          </figcaption>
          <Lines chart={chart} label={`Cumulative flow. ${words}`} />
        </figure>
      )}
      {load && (
        <figure className={styles.figure}>
          <h3 className={styles.small}>Load: work in progress</h3>
          <figcaption>The distance between “Opened” and “Deployed” by itself.</figcaption>
          <Load chart={load} label={`Work in progress at the end of every ${series.every}. ${words}`} />
        </figure>
      )}
      {chart && (
        <details className={`${styles.data} screen-only`}>
          <summary>Both as a table</summary>
          <SeriesTable view={view} zone={zone} />
        </details>
      )}
    </section>
  )
}

function Lines({ chart, label }: { chart: CumulativeChart; label: string }) {
  const { lines, load, lead } = chart
  const top = lines[0]?.places.at(-1)?.y ?? 1
  return (
    <Plot
      chart={chart}
      label={label}
      sides={lines.map(({ line, name, labelY }) => ({ key: line, name, y: labelY }))}
      over={
        <>
          {load && (
            <b className={plot.load} style={{ bottom: percent(top) }}>
              {load.label}
            </b>
          )}
          {lead && (
            <b
              className={plot.lead}
              data-side={lead.from > 0.35 ? 'before' : 'after'}
              style={
                lead.from > 0.35
                  ? { right: percent(1 - lead.from), bottom: percent(lead.y), maxWidth: percent(lead.from) }
                  : { left: percent(lead.to), bottom: percent(lead.y), maxWidth: percent(1 - lead.to) }
              }
            >
              {lead.label}
            </b>
          )}
        </>
      }
    >
      {lines.slice(1).map(({ line, places }, at) => (
        <path
          key={line}
          className={plot.area}
          data-below={lines[at]?.line}
          d={areaBetween(lines[at]?.places ?? [], places)}
        />
      ))}
      <path className={plot.area} data-below={lines.at(-1)?.line} d={areaBetween(lines.at(-1)?.places ?? [], null)} />
      {lines.map(({ line, places }) => (
        <path key={line} className={plot.line} data-line={line} d={pathOf(places)} />
      ))}
      {load && (
        <path
          className={plot.reading}
          d={`M1000 ${px(1 - load.from)}V${px(1 - load.to)}M994 ${px(1 - load.from)}h12M994 ${px(1 - load.to)}h12`}
        />
      )}
      {lead && (
        <path
          className={plot.reading}
          d={`M${px(lead.from)} ${px(1 - lead.y)}H${px(lead.to)}M${px(lead.from)} ${px(1 - lead.y) - 14}v28M${px(lead.to)} ${px(1 - lead.y) - 14}v28`}
        />
      )}
    </Plot>
  )
}

function Load({ chart, label }: { chart: LoadChart; label: string }) {
  const { places, average } = chart
  return (
    <Plot
      chart={chart}
      label={label}
      low
      sides={average ? [{ key: 'average', name: average.label, y: average.y }] : []}
    >
      <path className={plot.area} data-below="opened" d={areaBetween(places, null)} />
      <path className={plot.line} data-line="opened" d={pathOf(places)} />
      {average && <path className={plot.average} d={`M0 ${px(1 - average.y)}H1000`} />}
    </Plot>
  )
}

function SeriesTable({ view: { series }, zone }: Props) {
  const { every, points, checked } = series
  return (
    <table className={table.table}>
      <caption>
        Changes that have passed each line, of those that had not left before the window.
        {points.some(({ counts }) => counts.closed + counts.apart > 0) &&
          ' What is closed without a merge, or delivered and left out of the figures, leaves too.'}
      </caption>
      <thead>
        <tr>
          <th scope="col">{every === 'day' ? 'Day' : 'Week'}</th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            First commit
          </th>
          <th scope="col" className={table.end}>
            Opened
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Merged
          </th>
          <th scope="col" className={table.end}>
            Left
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Of them delivered
          </th>
          {checked && (
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Verified
            </th>
          )}
          <th scope="col" className={table.end}>
            In progress
          </th>
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map((point) => {
          const { key, partial, counts } = point
          return (
            <tr key={key}>
              <th scope="row">
                {pointWords(point, zone)}
                {partial && <span className="quiet"> not a whole {every}</span>}
              </th>
              <td className={`${table.end} ${table.wide}`}>{formatCount(counts.started)}</td>
              <td className={table.end}>{formatCount(counts.opened)}</td>
              <td className={`${table.end} ${table.wide}`}>{formatCount(counts.merged)}</td>
              <td className={table.end}>{formatCount(counts.left)}</td>
              <td className={`${table.end} ${table.wide}`}>{formatCount(counts.delivered)}</td>
              {checked && <td className={`${table.end} ${table.wide}`}>{formatCount(counts.verified)}</td>}
              <td className={table.end}>{formatCount(loadAt(point))}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
