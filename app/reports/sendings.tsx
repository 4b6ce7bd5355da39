import { HOLD_WORDS, MAY_AGAIN, recipientWords, STANDING } from '../../lib/insights/report/subscription-words'
import type { ReportSending } from '../../lib/store/report-sendings'
import controls from '../_ui/controls.module.css'
import table from '../_ui/table.module.css'
import { When } from '../_ui/when'
import { sendItAgain } from './actions'
import { OutcomeMark } from './outcome-mark'
import styles from './reports.module.css'

type Props = {
  id: string
  sendings: ReportSending[]
  zone: string
  now: number
  mayChange: boolean
  most: number
}

/** Every sending and where it stands. What may have arrived is sent again only by a person. */
export function Sendings({ id, sendings, zone, now, mayChange, most }: Props) {
  return (
    <section className={styles.section} aria-labelledby="sendings" aria-live="polite">
      <h2 id="sendings">Sendings</h2>
      {sendings.length === 0 ? (
        <p className="quiet">Nothing has been sent yet.</p>
      ) : (
        <table className={`${table.table} ${styles.addressed}`}>
          <caption className={sendings.length < most ? 'visually-hidden' : undefined}>
            {sendings.length < most ? 'Sendings, the latest first' : `The latest ${most}`}; times in {zone}
          </caption>
          <thead>
            <tr>
              <th scope="col">To</th>
              <th scope="col" className={table.wide}>
                Period
              </th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {sendings.map((sending) => (
              <Row key={sending.id} {...{ id, sending, zone, now, mayChange }} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

type RowProps = Omit<Props, 'sendings' | 'most'> & { sending: ReportSending }

function Row({ id, sending, zone, now, mayChange }: RowProps) {
  const { period, recipient, byHand, state, lastError, report } = sending
  const { word, standing } = STANDING[state]
  const what = `${period}${byHand ? ', by hand' : ''}`
  return (
    <tr>
      <th scope="row">
        <bdi>{recipientWords(recipient)}</bdi>
        <span className={table.narrow}>{what}</span>
      </th>
      <td className={table.wide}>{what}</td>
      <td>
        <OutcomeMark standing={standing}>{word}</OutcomeMark> <Since sending={sending} zone={zone} now={now} />
        {state === 'unconfirmed' && (
          <span className={styles.sentence}>
            The connection was lost after the mail was handed over: it may have arrived, so it is not sent again by
            itself.
          </span>
        )}
        {lastError !== null && state !== 'sent' && <span className={styles.sentence}>{lastError}</span>}
        {mayChange && report !== null && MAY_AGAIN.includes(state) && <Again id={id} sending={sending} />}
      </td>
    </tr>
  )
}

/** The button says what it does; where it would do nothing there is none, and why. */
function Again({ id, sending: { id: sending, recipient, hold } }: { id: string; sending: ReportSending }) {
  if (hold !== null && hold !== 'stopped')
    return <span className={`${styles.sentence} screen-only`}>{HOLD_WORDS[hold]}</span>
  return (
    <form action={sendItAgain} className={`${styles.again} screen-only`}>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="sending" value={sending} />
      {hold === 'stopped' && <input type="hidden" name="resume" value="yes" />}
      <button type="submit" className={controls.button}>
        {hold === 'stopped' ? 'Send there again from now on, and this one now' : 'Send again'}
        <span className="visually-hidden"> to {recipientWords(recipient)}</span>
      </button>
    </form>
  )
}

function Since({ sending, zone, now }: { sending: ReportSending; zone: string; now: number }) {
  const { state, waitsUntil, nextTryAt, sentAt, changedAt, tries } = sending
  const when = (at: number) => <When at={at} zone={zone} now={now} />
  if (state === 'waiting') return <>for sources, until {when(waitsUntil)} at the latest</>
  if (state === 'retry' && nextTryAt !== null)
    return (
      <>
        at {when(nextTryAt)}, after {tries === 1 ? 'one try' : `${tries} tries`}
      </>
    )
  return when(sentAt ?? changedAt)
}
