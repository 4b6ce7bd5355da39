import type { ActionDefaults } from '../../../../lib/insights/action-defaults'
import { expectationWords, measureOptions } from '../../../../lib/insights/expectation'
import { dayWords } from '../../../../lib/insights/retro-words'
import { MOST_ACTIONS, type RetroAction } from '../../../../lib/store/retro-board'
import controls from '../../../_ui/controls.module.css'
import { type About, AboutFields } from './about'
import { ActionForm } from './action-form'
import { dropAction } from './actions'
import { blankAction } from './form-state'
import styles from './retro.module.css'

type Props = {
  actions: RetroAction[]
  about: About
  /** What a new one begins with. */
  defaults: ActionDefaults
}

/** What the team will do, each with an owner role, a date and an expectation in numbers. */
export function Actions({ actions, about, defaults }: Props) {
  return (
    <section id="actions" className={styles.section} aria-labelledby="actions-title">
      <h2 id="actions-title">What we will do</h2>
      <p className="quiet">
        One or two are enough. The next retro begins with them, and shows from data whether what was expected held.
      </p>
      {actions.length === 0 && !about.mayWrite && <p>No action was decided.</p>}
      <ol className={styles.list}>
        {actions.map((action) => (
          <li key={action.id} className={styles.action}>
            <div>
              <h3 dir="auto">{action.text}</h3>
              <p>
                Owner: <bdi>{action.ownerRole}</bdi>, by {dayWords(action.due)}. Expected: {expectationWords(action)}.
              </p>
            </div>
            {about.mayWrite && (
              <form action={dropAction}>
                <AboutFields about={about} />
                <input type="hidden" name="action" value={action.id} />
                <button type="submit" className={controls.button} aria-label={`Remove “${action.text}”`}>
                  Remove
                </button>
              </form>
            )}
          </li>
        ))}
      </ol>
      {about.mayWrite && actions.length < MOST_ACTIONS && (
        <ActionForm about={about} measures={measureOptions()} blank={blankAction(defaults)} />
      )}
    </section>
  )
}
