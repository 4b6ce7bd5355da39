import { formatCount, formatRate } from '../../lib/format'
import { withQuery } from '../../lib/insights/page-window'
import type { QualityLine } from '../../lib/insights/quality-report'
import styles from './quality.module.css'

const SHOWN = 6

/** One entry a reason: how many, what it moves, how it is mended, and where. */
export function Lines({ lines, window }: { lines: QualityLine[]; window: string }) {
  return (
    <ul className={styles.lines}>
      {lines.map(({ id, count, of, words, affects, mend, services }) => (
        <li key={id} id={id}>
          <p className={`${styles.count} number`}>{formatCount(count)}</p>
          <div>
            <p>
              <strong>{words[0]?.toUpperCase() + words.slice(1)}</strong>
              {of !== null && of > 0 && (
                <span className="quiet">
                  {' '}
                  {formatRate(count / of)} of {formatCount(of)}
                </span>
              )}
            </p>
            <dl className={styles.about}>
              <div>
                <dt>Moves</dt>
                <dd>{affects}</dd>
              </div>
              <div>
                <dt>Mend</dt>
                <dd>{mend}</dd>
              </div>
              <div>
                <dt>Where</dt>
                <dd>
                  <Where services={services.slice(0, SHOWN)} window={window} />
                  {services.length > SHOWN && (
                    <details>
                      <summary>and {formatCount(services.length - SHOWN)} more</summary>
                      <Where services={services.slice(SHOWN)} window={window} />
                    </details>
                  )}
                </dd>
              </div>
            </dl>
          </div>
        </li>
      ))}
    </ul>
  )
}

function Where({ services, window }: { services: QualityLine['services']; window: string }) {
  return (
    <ul className={styles.where}>
      {services.map(({ name, slug, count }) => (
        <li key={slug}>
          <a href={`${withQuery(`/services/${encodeURIComponent(slug)}`, window)}#quality`}>
            <bdi>{name}</bdi>
          </a>{' '}
          <span className="quiet number">{formatCount(count)}</span>
        </li>
      ))}
    </ul>
  )
}
