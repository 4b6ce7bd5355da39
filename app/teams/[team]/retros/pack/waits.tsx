import { formatDuration } from '../../../../../lib/format'
import { countOf } from '../../../../../lib/insights/pipeline-words'
import type { RetroPack } from '../../../../../lib/insights/retro-pack'
import { waitWords } from '../../../../../lib/insights/retro-words'
import styles from '../retro.module.css'
import { ChangeLink } from './change-link'

/** The stages of waiting that took most time, each with its slowest changes; and what waits still. */
export function WaitsSection({ pack }: { pack: RetroPack }) {
  const { waits, waiting, services } = pack
  const several = services.length > 1
  return (
    <section className={styles.section} aria-labelledby="waits">
      <h2 id="waits">Where it waited longest</h2>
      {waits.length === 0 && <p>Nothing that was delivered shows any waiting.</p>}
      <ol className={styles.list}>
        {waits.map((wait) => (
          <li key={wait.stage}>
            <h3 className={styles.capital}>{wait.stage}</h3>
            <p>{waitWords(wait)}</p>
            <ul className={styles.changes}>
              {wait.changes.map((change) => (
                <li key={`${change.service} ${change.id}`}>
                  <span className={styles.amount}>{formatDuration(change.seconds)}</span>{' '}
                  <ChangeLink change={change} days={pack} service={several} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {waiting.count > 0 && (
        <>
          <h3 className={styles.apart}>
            Not delivered at the end: {countOf(waiting.count, 'change')}, the oldest first
          </h3>
          <ul className={styles.changes}>
            {waiting.oldest.map((change) => (
              <li key={`${change.service} ${change.id}`}>
                <span className={styles.amount}>{formatDuration(change.ageSeconds)}</span> {change.label}{' '}
                <bdi>{change.title}</bdi> {several && <bdi className="quiet">{change.service}</bdi>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
