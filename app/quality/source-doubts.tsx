import { formatCount } from '../../lib/format'
import { isLate } from '../../lib/insights/next-run'
import { healthOf } from '../../lib/insights/source-health'
import { type CollectionState, loadCollectionStates } from '../../lib/store/collection-runs'
import { demoDay } from '../../lib/store/demo'
import { countRejected } from '../../lib/store/rejected-rows'
import { Ago } from '../sources/source-row'
import styles from './quality.module.css'

/** Sources that fail, are late, or sent what cannot be read. Whatever they lack is missing in every figure. */
export async function SourceDoubts({ now }: { now: number }) {
  if ((await demoDay()) !== null) return null
  const [states, rejected] = await Promise.all([loadCollectionStates(), countRejected()])
  if (states.length === 0) return null
  const doubts = states.flatMap((state) => {
    const words = doubtsOf(state, rejected.get(state.name) ?? 0, now)
    return words.length > 0 ? [{ state, words }] : []
  })
  return (
    <section className={styles.section} aria-labelledby="sources">
      <h2 id="sources">Sources</h2>
      {doubts.length === 0 ? (
        <p className="quiet">
          {states.length === 1 ? 'The one source is' : `All ${formatCount(states.length)} sources are`} collected in
          time and in full.
        </p>
      ) : (
        <ul className={styles.sources}>
          {doubts.map(({ state: { name, lastFinishedAt }, words }) => (
            <li key={name}>
              <span aria-hidden="true">⚑ </span>
              <a href={`/sources/${encodeURIComponent(name)}`}>
                <bdi>{name}</bdi>
              </a>{' '}
              {words.join(' ')}{' '}
              <span className="quiet">
                Collected last: {lastFinishedAt === null ? 'never' : <Ago at={lastFinishedAt} now={now} />}.
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function doubtsOf(state: CollectionState, rejected: number, now: number): string[] {
  const health = healthOf(state, false, now)
  const words: string[] = []
  if (['failed', 'partial', 'waiting', 'new'].includes(health.state)) words.push(`${health.word}: ${health.sentence}`)
  if (state.paused) words.push('Paused: collected only when somebody asks.')
  else if (!state.collecting && isLate(state.schedule, state.lastFinishedAt, now))
    words.push('Late: its schedule was missed.')
  if (rejected > 0)
    words.push(
      `${formatCount(rejected)} ${rejected === 1 ? 'row' : 'rows'} could not be read and ${rejected === 1 ? 'is' : 'are'} missing.`,
    )
  return words
}
