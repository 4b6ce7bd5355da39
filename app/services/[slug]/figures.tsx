import type { CSSProperties } from 'react'
import { formatCount, formatDuration } from '../../../lib/format'
import { benchmarkWords } from '../../../lib/insights/benchmark'
import { type Clock, READING_PARAMETERS } from '../../../lib/insights/reading'
import { countWords, formatFigure, type ServiceFigure } from '../../../lib/insights/service-figures'
import type { ServicePage } from '../../../lib/insights/service-page'
import { tellsWorkFromWaiting } from '../../../lib/insights/stage-words'
import type { Annotation } from '../../../lib/store/annotations'
import { ChangeMark } from '../../_ui/change-mark'
import { href, one, type Query } from '../../_ui/query'
import { Sparkline } from '../../_ui/sparkline'
import styles from './figures.module.css'
import { type Frame, listHref } from './frame'

/** Where a title is longer than its column. */
const SHORT: Record<string, string> = {
  'lead-time': 'Lead time',
  'deployment-frequency': 'Deployments',
  'change-failure-rate': 'Failed',
  'recovery-time': 'Recovery',
  'time-to-restore': 'Time to restore',
  'rework-rate': 'Rework',
  'flow-efficiency': 'Flow efficiency',
}

type Props = {
  figures: ServiceFigure[]
  page: ServicePage
  notes: readonly Annotation[]
  frame: Pick<Frame, 'path' | 'query'>
  slug: string
}

/** Every figure with its comparison, its n, how sure it is, the rows behind it, and its definition one click away. */
export function Figures({ figures, page, notes, frame, slug }: Props) {
  const { waiting } = page
  return (
    <section
      className={styles.figures}
      aria-label="Figures"
      style={{ '--columns': figures.length + 1 } as CSSProperties}
    >
      {figures.map((figure) => (
        <Figure key={figure.id} figure={figure} page={page} notes={notes} frame={frame} slug={slug} />
      ))}
      <article id="waiting" className={styles.figure}>
        <h2>Waiting now</h2>
        <p className={`${styles.value} number`}>
          <a href={listHref(frame, 'waiting')}>{formatCount(waiting.count)}</a>
        </p>
        <div />
        <div className={styles.drawing} />
        <ul className={styles.facts}>
          {waiting.oldestSeconds !== null && (
            <li>
              the oldest for {formatDuration(waiting.oldestSeconds)}
              {page.clock === 'working' && ' in working hours'}
            </li>
          )}
          <li>{formatCount(waiting.merged)} merged, not delivered</li>
        </ul>
        <Definition
          question="How much started work has not reached production?"
          definition="Open pull requests, and changes on the default branch that no deployment has delivered, at the end of the window or now."
        />
      </article>
    </section>
  )
}

function Figure({ figure, page, notes, frame, slug }: Omit<Props, 'figures'> & { figure: ServiceFigure }) {
  const { id, unit, value } = figure
  const blind = id === 'flow-efficiency' && value !== null && !tellsWorkFromWaiting(page.stages)
  const rows = rowsOf(figure, frame)
  return (
    <article id={id} className={styles.figure}>
      <h2>
        <a href={metricHref(id, slug, frame.query)} title={figure.title}>
          {SHORT[id] ?? figure.title}
        </a>
      </h2>
      <p className={`${styles.value} number`}>
        {value === null ? (
          <span className={styles.none}>no data</span>
        ) : blind ? (
          <span className={styles.none}>not observed</span>
        ) : rows === null ? (
          <Amount text={formatFigure(unit, value)} />
        ) : (
          <a href={rows} aria-label={`${formatFigure(unit, value)}: the rows behind it`}>
            <Amount text={formatFigure(unit, value)} />
          </a>
        )}
      </p>
      <div className={styles.change}>{!blind && <ChangeMark change={figure.change} words />}</div>
      <div className={styles.drawing}>
        {!blind && (
          <Sparkline
            points={page.trends[id] ?? []}
            notes={notes}
            label={`${figure.title}, week by week`}
            wide={104}
            high={26}
          />
        )}
      </div>
      <ul className={styles.facts}>
        {blind ? (
          <li>Nothing tells work from waiting here: connect a source of reviews and pipelines.</li>
        ) : (
          factsOf(figure, page.clock).map((fact) => <li key={fact}>{fact}</li>)
        )}
      </ul>
      <Definition question={figure.question} definition={figure.definition} />
    </article>
  )
}

function Definition({ question, definition }: { question: string; definition: string }) {
  return (
    <details className={styles.definition} name="definition">
      <summary>Definition</summary>
      <div>
        <p>{question}</p>
        <p>{definition}</p>
      </div>
    </details>
  )
}

/** The number large, its unit small. */
function Amount({ text }: { text: string }) {
  const at = text.indexOf('\u00a0')
  if (at < 0) return <>{text}</>
  return (
    <>
      {text.slice(0, at)}
      <span className={styles.unit}>{text.slice(at)}</span>
    </>
  )
}

function metricHref(id: string, slug: string, query: Query): string {
  const window = Object.fromEntries(READING_PARAMETERS.map((name) => [name, one(query, name)]))
  return href(`/metrics/${id}`, {}, { service: slug, ...window })
}

/** The rows behind a figure. */
function rowsOf({ id, n, open, attemptsFailed }: ServiceFigure, frame: Props['frame']): string | null {
  if (n + open + attemptsFailed === 0) return null
  if (id === 'lead-time' || id === 'flow-efficiency') return listHref(frame, 'changes', { show: 'counted' })
  if (id === 'deployment-frequency') return listHref(frame, 'deployments')
  if (id === 'change-failure-rate') return listHref(frame, 'deployments', { show: 'failed' })
  if (id === 'recovery-time') return listHref(frame, 'deployments', { show: 'failed', sort: 'recovery' })
  if (id === 'time-to-restore') return listHref(frame, 'incidents')
  return id === 'rework-rate' ? listHref(frame, 'deployments', { show: 'repairs' }) : null
}

function factsOf(figure: ServiceFigure, clock: Clock): string[] {
  const { n, part, counts, interval, benchmark, raw, p90, open, provisional, unit } = figure
  const facts: string[] = []
  if (clock === 'working' && figure.timed) facts.push('in working hours')
  const counted = countWords(n, counts)
  if (n > 0) facts.push(part === null ? counted : `${formatCount(part)} of ${counted}`)
  if (raw) facts.push(`each: ${raw.map((value) => formatDuration(value)).join(', ')}`)
  else if (interval)
    facts.push(`95 % interval ${formatFigure(unit, interval[0])} to ${formatFigure(unit, interval[1])}`)
  if (p90 !== null && !raw) facts.push(`9 in 10 within ${formatDuration(p90)}`)
  if (figure.medianWithWaiting !== null)
    facts.push(`${formatDuration(figure.medianWithWaiting)} if what waits is counted in`)
  if (open > 0) facts.push(`${formatCount(open)} still open`)
  if (figure.attemptsFailed > 0) {
    facts.push(
      `${formatCount(figure.attemptsFailed)} failed ${figure.attemptsFailed === 1 ? 'attempt' : 'attempts'} besides`,
    )
  }
  if (provisional > 0) facts.push(`${formatCount(provisional)} younger than a day may still fail`)
  facts.push(...figure.remarks)
  if (benchmark) facts.push(`DORA ${benchmark.year}: ${benchmarkWords(benchmark)}`)
  return facts
}
