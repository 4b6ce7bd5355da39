import type { ReportRecipient } from '../../lib/store/report-recipients'
import type { StoredChannel } from '../../lib/store/report-subscriptions'
import controls from '../_ui/controls.module.css'
import { Labelled } from '../_ui/labelled'
import { sendOne } from './actions'
import styles from './reports.module.css'

type Props = { id: string; channel: StoredChannel; recipients: ReportRecipient[]; mayChange: boolean; demo: boolean }

/** One now, beside what the schedule sends. */
export function SendNow({ id, channel, recipients, mayChange, demo }: Props) {
  const isMail = channel.kind === 'email'
  return (
    <section className={`${styles.section} screen-only`} aria-labelledby="now">
      <h2 id="now">Send me one now</h2>
      {!mayChange ? (
        <p>{demo ? 'This is a demonstration: it sends no reports.' : 'Nothing can be sent from here.'}</p>
      ) : (
        <>
          <p className="quiet">
            Of the last whole period, beside what the schedule sends. What was sent of it before is sent as it was.
          </p>
          <form action={sendOne} className={styles.now}>
            <input type="hidden" name="id" value={id} />
            {isMail && (
              <Labelled name="to" title="To" description={null} problem={undefined}>
                <input
                  name="to"
                  type="email"
                  list="recipients-known"
                  required
                  autoComplete="email"
                  defaultValue={recipients.length === 1 ? recipients[0]?.address : ''}
                />
              </Labelled>
            )}
            <button type="submit" className={controls.button}>
              {isMail ? 'Send' : 'Send one'}
            </button>
            <datalist id="recipients-known">
              {recipients.map(({ id: one, address }) => (
                <option key={one} value={address} />
              ))}
            </datalist>
          </form>
        </>
      )}
    </section>
  )
}
