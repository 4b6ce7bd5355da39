import type { ReportRecipient } from '../../lib/store/report-recipients'
import controls from '../_ui/controls.module.css'
import table from '../_ui/table.module.css'
import { When } from '../_ui/when'
import { resume } from './actions'
import { OutcomeMark } from './outcome-mark'
import styles from './reports.module.css'

type Props = { id: string; recipients: ReportRecipient[]; zone: string; now: number; mayChange: boolean }

/** Who gets it, who no longer wants it, and whose address was refused. */
export function Recipients({ id, recipients, zone, now, mayChange }: Props) {
  if (recipients.length === 0) return null
  return (
    <section className={styles.section} aria-labelledby="recipients">
      <h2 id="recipients">Recipients</h2>
      <table className={`${table.table} ${styles.addressed}`}>
        <caption className="visually-hidden">Recipients by address; times in {zone}</caption>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Gets it</th>
          </tr>
        </thead>
        <tbody>
          {recipients.map(({ id: recipient, address, unsubscribedAt, stoppedAt, stoppedBecause }) => (
            <tr key={recipient}>
              <th scope="row">
                <bdi>{address}</bdi>
              </th>
              <td>
                {unsubscribedAt !== null && (
                  <span className={styles.standing}>
                    <OutcomeMark standing="none">Unsubscribed</OutcomeMark>{' '}
                    <When at={unsubscribedAt} zone={zone} now={now} />
                  </span>
                )}
                {stoppedAt !== null && (
                  <span className={styles.standing}>
                    <OutcomeMark standing="asks">Stopped</OutcomeMark> <When at={stoppedAt} zone={zone} now={now} />
                    <span className={styles.sentence}>{stoppedBecause}</span>
                  </span>
                )}
                {unsubscribedAt === null && stoppedAt === null && 'yes'}
                {mayChange && (stoppedAt !== null || unsubscribedAt !== null) && (
                  <form action={resume} className={`${styles.again} screen-only`}>
                    <input type="hidden" name="id" value={id} />
                    <input type="hidden" name="recipient" value={recipient} />
                    <button type="submit" className={controls.button}>
                      Send there again<span className="visually-hidden">: {address}</span>
                    </button>
                  </form>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
