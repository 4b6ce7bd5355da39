import { formatInstantIn } from '../../lib/format'
import {
  channelWords,
  EVERY_WORDS,
  type LastOutcome,
  rhythmWords,
  scopeWords,
} from '../../lib/insights/report/subscription-words'
import { nextDue } from '../../lib/rhythm'
import type { ReportRecipient } from '../../lib/store/report-recipients'
import type { ReportSubscription } from '../../lib/store/report-subscriptions'
import table from '../_ui/table.module.css'
import { When } from '../_ui/when'
import { reportPath } from './address'
import { OutcomeMark } from './outcome-mark'
import styles from './reports.module.css'

type Props = {
  subscription: ReportSubscription
  recipients: ReportRecipient[]
  outcome: LastOutcome | null
  now: number
}

export function SubscriptionRow({ subscription, recipients, outcome, now }: Props) {
  const { id, name, scope, rhythm, declared, timeZone } = subscription
  const about = scopeWords(scope)
  return (
    <tr>
      <th scope="row">
        <a href={reportPath(id)}>
          <bdi>{name}</bdi>
        </a>
        <span className={styles.sentence}>
          {EVERY_WORDS[rhythm.every]}: <bdi>{about.name}</bdi>
          {about.kind !== null && `, ${about.kind}`}
          {declared && '; declared in streamgauge.yaml'}
        </span>
        <span className={table.narrow}>
          <Time subscription={subscription} now={now} /> <How subscription={subscription} recipients={recipients} />
        </span>
      </th>
      <td className={table.wide}>
        <Time subscription={subscription} now={now} />
      </td>
      <td className={table.wide}>
        <How subscription={subscription} recipients={recipients} />
      </td>
      <td>
        {outcome === null ? (
          <span className="quiet">none yet</span>
        ) : (
          <>
            <OutcomeMark standing={outcome.standing}>{outcome.words}</OutcomeMark>
            <span className={styles.sentence}>
              {outcome.period}, <When at={outcome.at} zone={timeZone} now={now} />
            </span>
          </>
        )}
      </td>
    </tr>
  )
}

/** In words, in whose zone, and when it goes out next there. */
export function Time({ subscription, now }: { subscription: ReportSubscription; now: number }) {
  const { rhythm, timeZone, paused } = subscription
  return (
    <>
      {rhythmWords(rhythm)}, {timeZone}
      <span className={styles.sentence}>
        {paused ? 'paused' : `next ${formatInstantIn(nextDue(rhythm, timeZone, now), timeZone)}`}
      </span>
    </>
  )
}

/** Who has unsubscribed or is stopped is not counted, and said. */
export function How({
  subscription: { channel },
  recipients,
}: {
  subscription: ReportSubscription
  recipients: ReportRecipient[]
}) {
  const off = recipients.filter(({ unsubscribedAt, stoppedAt }) => unsubscribedAt !== null || stoppedAt !== null)
  return (
    <>
      {channelWords(channel, recipients.length - off.length)}
      {off.length > 0 && (
        <span className={styles.sentence}>
          {off.length} more {off.length === 1 ? 'does' : 'do'} not get it
        </span>
      )}
    </>
  )
}
