import controls from '../../../_ui/controls.module.css'
import { type About, AboutFields } from './about'
import { closeOrReopen, discard } from './actions'
import styles from './retro.module.css'

type Props = { about: About; isOpen: boolean; demo: boolean; isEmpty: boolean; count: number }

/** Closes, reopens, or throws away what nobody wrote in. */
export function Closing({ about, isOpen, demo, isEmpty, count }: Props) {
  if (demo) return <p className="quiet">In the demonstration retros stay as they are: nothing can be changed here.</p>
  return (
    <section className={`${styles.closing} screen-only`} aria-label="Closing">
      <p>
        {isOpen
          ? count === 0
            ? 'A retro without an action changes little; it can be closed without one all the same.'
            : 'Closing starts the clock of what was expected.'
          : 'This retro is closed and does not change. Its actions are looked at in the next one.'}
      </p>
      <div className={styles.row}>
        <form action={closeOrReopen}>
          <AboutFields about={about} />
          <input type="hidden" name="do" value={isOpen ? 'close' : 'reopen'} />
          <button type="submit" className={isOpen ? `${controls.button} ${controls.main}` : controls.button}>
            {isOpen ? 'Close the retro' : 'Reopen the retro'}
          </button>
        </form>
        {isOpen && isEmpty && (
          <form action={discard}>
            <AboutFields about={about} />
            <button type="submit" className={controls.button}>
              Discard it: nobody wrote anything
            </button>
          </form>
        )}
      </div>
    </section>
  )
}
