import { formatCount, formatDuration, formatPerWeek, formatRate } from '../../../lib/format'
import { BAND_YEAR } from '../../../lib/insights/measure'
import type { FigureUnit, ServiceFigure } from '../../../lib/insights/service-figures'
import type { ServicePage } from '../../../lib/insights/service-page'
import { ChangeMark } from '../../_ui/change-mark'
import { Sparkline } from '../../_ui/sparkline'
import styles from './figures.module.css'

/** Every figure with its comparison, its n, how sure it is, and its definition one click away. */
export function Figures({ figures, page }: { figures: ServiceFigure[]; page: ServicePage }) {
  const { waiting } = page
  return (
    <section className={styles.figures} aria-label="Figures">
      {figures.map((figure) => (
        <article key={figure.id} id={figure.id} className={styles.figure}>
          <h2>{figure.title}</h2>
          <p className={`${styles.value} number`}>
            {figure.value === null ? <span className={styles.none}>no data</span> : show(figure.unit, figure.value)}
            <ChangeMark change={figure.change} words />
          </p>
          {figure.id === 'lead-time' && (
            <Sparkline points={page.leadTrend} label="Weekly median lead time" wide={160} high={28} />
          )}
          {figure.id === 'deployment-frequency' && (
            <Sparkline points={page.deploymentTrend} label="Deployments per week" wide={160} high={28} />
          )}
          <ul className={styles.facts}>
            {factsOf(figure).map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
          <details className={styles.definition}>
            <summary>How it is measured</summary>
            <p>{figure.question}</p>
            <p>{figure.definition}</p>
          </details>
        </article>
      ))}
      <article className={styles.figure}>
        <h2>Waiting now</h2>
        <p className={`${styles.value} number`}>
          <a href="#waiting">{formatCount(waiting.count)}</a>
        </p>
        <ul className={styles.facts}>
          {waiting.oldestSeconds !== null && <li>the oldest for {formatDuration(waiting.oldestSeconds)}</li>}
          <li>{formatCount(waiting.merged)} merged, not delivered</li>
        </ul>
        <details className={styles.definition}>
          <summary>How it is measured</summary>
          <p>How much started work has not reached production?</p>
          <p>
            Open pull requests, and changes on the default branch that no deployment has delivered, at the end of the
            window or now.
          </p>
        </details>
      </article>
    </section>
  )
}

function show(unit: FigureUnit, value: number): string {
  if (unit === 'seconds') return formatDuration(value)
  return unit === 'rate' ? formatRate(value) : formatPerWeek(value)
}

function factsOf(figure: ServiceFigure): string[] {
  const { n, part, counts, interval, band, raw, p90, open, provisional, unit } = figure
  const facts: string[] = []
  const counted = `${formatCount(n)} ${n === 1 ? counts[0] : counts[1]}`
  if (n > 0) facts.push(part === null ? counted : `${formatCount(part)} of ${counted}`)
  if (raw) facts.push(`every value: ${raw.map((value) => formatDuration(value)).join(', ')}`)
  else if (interval) facts.push(`95 % interval ${show(unit, interval[0])} to ${show(unit, interval[1])}`)
  if (p90 !== null && !raw) facts.push(`nine in ten within ${formatDuration(p90)}`)
  if (figure.medianWithWaiting !== null)
    facts.push(`${formatDuration(figure.medianWithWaiting)} if waiting changes are counted in`)
  if (open > 0) facts.push(`${formatCount(open)} still open`)
  if (figure.attemptsFailed > 0) {
    facts.push(
      `${formatCount(figure.attemptsFailed)} failed ${figure.attemptsFailed === 1 ? 'attempt' : 'attempts'} besides`,
    )
  }
  if (provisional > 0) facts.push(`${formatCount(provisional)} younger than a day, may still turn out failed`)
  if (band) facts.push(`“${band}” in DORA’s ${BAND_YEAR} report`)
  return facts
}
