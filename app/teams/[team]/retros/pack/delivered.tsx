import { formatCount, formatRate } from '../../../../../lib/format'
import type { RetroPack } from '../../../../../lib/insights/retro-pack'
import { deliveredWords, FLOW_ITEM_WORDS, ITEM_NAMES } from '../../../../../lib/insights/retro-words'
import { heading } from '../../../../../lib/insights/service-figures'
import styles from '../retro.module.css'
import { ChangeLink } from './change-link'

/** What was delivered, by flow item; each opens its changes. */
export function DeliveredSection({ pack }: { pack: RetroPack }) {
  const { delivered, services } = pack
  return (
    <section className={styles.section} aria-labelledby="delivered">
      <h2 id="delivered">What we delivered</h2>
      <p className={styles.lead}>{deliveredWords(delivered).join(' ')}</p>
      {delivered.total > 0 && (
        <ul className={styles.items}>
          {delivered.items.map(({ item, count, changes }) => (
            <li key={item} className={styles.item}>
              <p>
                <strong className="number">{formatCount(count)}</strong> {heading(ITEM_NAMES[item])}{' '}
                <span className="quiet number">{formatRate(count / delivered.total)}</span>
              </p>
              <p className={styles.small}>{FLOW_ITEM_WORDS[item]}</p>
              {count > 0 && (
                <details>
                  <summary>
                    {count === 1 ? 'The change' : `The changes`}
                    <span className="visually-hidden"> of {ITEM_NAMES[item][1]}</span>
                  </summary>
                  <ul className={styles.changes}>
                    {changes.map((change) => (
                      <li key={`${change.service} ${change.id}`}>
                        <ChangeLink change={change} days={pack} service={services.length > 1} />
                      </li>
                    ))}
                    {count > changes.length && (
                      <li className="quiet">and {formatCount(count - changes.length)} more</li>
                    )}
                  </ul>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
