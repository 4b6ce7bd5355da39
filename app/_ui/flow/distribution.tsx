import { formatCount, formatRange } from '../../../lib/format'
import { prepareWeeks, type WeeksChart } from '../../../lib/insights/chart/prepare-flow'
import type { FlowView } from '../../../lib/insights/flow-view'
import { FLOW_ITEM_WORDS, FLOW_ITEMS, flowRule, ITEM_TITLES, shareText } from '../../../lib/insights/flow-words'
import { changesWords } from '../../../lib/insights/stream-words'
import { ChangeMark } from '../change-mark'
import table from '../table.module.css'
import items from './distribution.module.css'
import styles from './flow.module.css'
import type { FlowLinks } from './links'
import plot from './plot.module.css'

type Props = { view: FlowView; links: FlowLinks; zone: string; before: string | null }

/** What the completed work was: shares, the weeks, and the rule that says so. */
export function Distribution({ view, links, zone, before }: Props) {
  const { now, changes } = view
  const { n } = now.velocity
  const earlier = view.before
  const chart = prepareWeeks(view.weeks, zone)
  if (n === 0) return null
  return (
    <section className={styles.section} aria-labelledby="distribution">
      <h2 id="distribution">Distribution: what the work was</h2>
      <div className={styles.beside}>
        <table className={table.table}>
          <caption>
            Of the {changesWords(n)} completed{before && `, against ${before}`}.
          </caption>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col" className={table.end}>
                Share
              </th>
              <th scope="col" className={table.end}>
                Changes
              </th>
              {earlier && (
                <th scope="col" className={`${table.end} ${table.wide}`}>
                  Before
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {FLOW_ITEMS.map((item) => (
              <tr key={item}>
                <th scope="row">
                  <i className={items.swatch} data-item={item} aria-hidden="true" />
                  {ITEM_TITLES[item]} <span className={items.what}>{FLOW_ITEM_WORDS[item]}</span>
                </th>
                <td className={`${table.end} ${table.fit}`}>{shareText(now.items[item], n)}</td>
                <td className={`${table.end} ${table.fit}`}>
                  {now.items[item] === 0 ? '0' : <a href={links.show(item)}>{formatCount(now.items[item])}</a>}
                </td>
                {earlier && (
                  <td className={`${table.end} ${table.fit} ${table.wide}`}>
                    {shareText(earlier.items[item], earlier.velocity.n)} <ChangeMark change={changes.items[item]} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
        {chart && (
          <figure className={styles.figure}>
            <figcaption>
              Changes completed in each ISO week, by item from the foot up; a dashed outline is a week that is not
              whole.
            </figcaption>
            <Weeks chart={chart} />
            <details className={`${styles.data} screen-only`}>
              <summary>The same as a table</summary>
              <WeeksTable view={view} zone={zone} />
            </details>
          </figure>
        )}
      </div>
      <Rule view={view} links={links} />
    </section>
  )
}

const percent = (share: number) => `${(share * 100).toFixed(2)}%`

/** Hidden from a screen reader: the table beneath says the same. */
function Weeks({ chart }: { chart: WeeksChart }) {
  return (
    <div className={`${plot.frame} ${plot.low} ${plot.bare}`} aria-hidden="true">
      <div className={plot.yMarks}>
        {chart.yMarks.map(({ y, label }) => (
          <span key={y} style={{ bottom: percent(y) }}>
            {label}
          </span>
        ))}
      </div>
      <div className={plot.field}>
        {chart.yMarks.map(({ y }) => (
          <i key={y} className={plot.rule} data-axis={y === 0 || undefined} style={{ bottom: percent(y) }} />
        ))}
        <div className={items.columns}>
          {chart.columns.map(({ key, partial, parts }) => (
            <div key={key} className={items.column} data-partial={partial || undefined}>
              {parts.map(({ item, high }) => (
                <i key={item} data-item={item} style={{ height: percent(high) }} />
              ))}
            </div>
          ))}
        </div>
      </div>
      <div className={plot.xMarks}>
        {chart.xMarks.map(({ x, label, minor }) => (
          <span key={x} data-minor={minor} style={{ left: percent(x) }}>
            {label}
          </span>
        ))}
      </div>
    </div>
  )
}

function WeeksTable({ view, zone }: { view: FlowView; zone: string }) {
  return (
    <table className={table.table}>
      <caption className="visually-hidden">Changes completed in each week, by item</caption>
      <thead>
        <tr>
          <th scope="col">Week</th>
          {FLOW_ITEMS.map((item) => (
            <th key={item} scope="col" className={table.end}>
              {ITEM_TITLES[item]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {view.weeks.toReversed().map(({ key, start, partial, items }) => (
          <tr key={key}>
            <th scope="row">
              {formatRange(start, start + 1, zone)}
              {partial && <span className="quiet"> not a whole week</span>}
            </th>
            {FLOW_ITEMS.map((item) => (
              <td key={item} className={table.end}>
                {formatCount(items[item])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What decides, which changes nothing decides, and how to say it of them. */
function Rule({ view, links }: Pick<Props, 'view' | 'links'>) {
  const { now, examples } = view
  const { n } = now.velocity
  const unknown = now.items.unclassified
  return (
    <div className={styles.text}>
      {unknown > 0 ? (
        <>
          <p>
            {formatCount(unknown)} of {formatCount(n)} ({shareText(unknown, n)}){' '}
            <a href={links.show('unclassified')}>{unknown === 1 ? 'is' : 'are'} unclassified</a>: neither a label nor
            the type of the title says what {unknown === 1 ? 'it is' : 'they are'}
            {examples.length < unknown ? ', such as' : ''}
          </p>
          <ul className={items.examples}>
            {examples.map(({ service, id, title }) => (
              <li key={`${service} ${id}`}>
                “<bdi>{title || 'without a title'}</bdi>”
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>Of every completed change a label or the type of its title says which item it is.</p>
      )}
      <details className="screen-only">
        <summary>The rule, and how to classify a change</summary>
        <p>
          The rule is the same for every service. A label of the pull request decides first, because a person set it; of
          several, risk before defect, feature and debt. Any prefix of a label is passed over: “type: bug” and
          “kind/bug” are “bug”. Without such a label the type of a{' '}
          <a href="https://www.conventionalcommits.org/">conventional</a> title decides, as in “fix(cart): …”; the scope
          “security” makes a risk of any type. A change taken back, in git’s own words “Revert "…"”, is a defect; one
          brought back, “Reapply "…"”, is what its title in quotes says. Nothing is guessed from other words. So: put
          one of these labels on a pull request, or begin its title with one of these types; both count from the next
          reading of the source on, for past changes too.
        </p>
        <table className={table.table}>
          <caption className="visually-hidden">Labels and types of each item</caption>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Labels</th>
              <th scope="col">Types of a title</th>
            </tr>
          </thead>
          <tbody>
            {flowRule().map(({ item, labels, types }) => (
              <tr key={item}>
                <th scope="row">{ITEM_TITLES[item]}</th>
                <td>{labels.join(', ')}</td>
                <td>{types.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}
