import { expectationWords } from '../../../../../lib/insights/expectation'
import type { RetroPack } from '../../../../../lib/insights/retro-pack'
import { daysWords, dayWords, outcomeWords, verdictOf } from '../../../../../lib/insights/retro-words'
import { retroPath } from '../address'
import styles from '../retro.module.css'

/** What was decided before, and whether it held. Nothing where nothing was. */
export function LastActions({ pack }: { pack: RetroPack }) {
  if (pack.lastActions.length === 0) return null
  return (
    <section className={styles.section} aria-labelledby="last-actions">
      <h2 id="last-actions">What we decided before, and whether it held</h2>
      <p className="quiet">
        Before is the retro that decided it, after begins with the day after it was closed. A verdict is by the value;
        how sure it is stands beside it.
      </p>
      <ul className={styles.list}>
        {pack.lastActions.map((action) => {
          const { sign, words } = verdictOf(action)
          return (
            <li key={action.id} className={styles.verdict} data-verdict={action.outcome?.verdict ?? 'few'}>
              <span className={styles.sign} aria-hidden="true">
                {sign}
              </span>
              <div>
                <h3>
                  <bdi>{action.text}</bdi>: {words}
                </h3>
                <p>
                  Expected: {expectationWords(action)}. Owner: <bdi>{action.ownerRole}</bdi>, by {dayWords(action.due)}.
                  From <a href={retroPath(pack.team, action.retro)}>the retro of {daysWords(action)}</a>.
                </p>
                <p className="quiet">
                  {action.outcome ? outcomeWords(action.outcome).join(' ') : 'Its measure is not known any more.'}
                </p>
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
