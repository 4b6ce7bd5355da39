// A subscription to reports and what became of its sendings, in words.
import { formatCount } from '../../format'
import type { Rhythm } from '../../rhythm'
import type { ReportSending, SendingHold, SendingState } from '../../store/report-sendings'
import type { StoredChannel, SubscriptionScope } from '../../store/report-subscriptions'
import { countWords } from '../service-figures'

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
export const EVERY_WORDS: Record<Rhythm['every'], string> = {
  week: 'Weekly report',
  day: 'Daily digest',
  month: 'Monthly report',
}

/** "08:00". */
export function hourWords(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

/** "1st", "22nd", "last". */
export function monthDayWords(day: number | 'last'): string {
  if (day === 'last') return 'last day'
  const end = day % 100 > 10 && day % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${end}`
}

/** "Mondays at 08:00". */
export function rhythmWords(rhythm: Rhythm): string {
  const at = `at ${hourWords(rhythm.hour)}`
  if (rhythm.every === 'day') return `Every day ${at}`
  if (rhythm.every === 'week') return `${WEEKDAYS[rhythm.day - 1]}s ${at}`
  return `On the ${monthDayWords(rhythm.day)} of each month ${at}`
}

/** Whom it is about, and what kind of whom where the name alone does not say it. */
export function scopeWords(scope: SubscriptionScope): { name: string; kind: string | null } {
  if (scope.kind === 'organisation') return { name: 'All services', kind: null }
  if (scope.kind === 'services') {
    const { services } = scope
    const shown = services.slice(0, 3).join(', ')
    const more = services.length > 3 ? ` and ${formatCount(services.length - 3)} more` : ''
    return { name: `${shown}${more}`, kind: 'group' }
  }
  return { name: scope.name, kind: scope.kind }
}

/** `recipients`: who gets its mail. The address of a webhook is nobody's to read. */
export function channelWords(channel: StoredChannel, recipients: number): string {
  switch (channel.kind) {
    case 'email':
      return recipients === 0 ? 'by mail, to nobody' : `by mail to ${formatCount(recipients)}`
    case 'slack':
      return 'to a Slack webhook'
    case 'markdown':
      return 'as Markdown to a webhook'
    case 'file':
      return `as Markdown to ${channel.path}`
  }
}

/** Who or what a sending goes to. */
export function recipientWords(recipient: string): string {
  if (recipient === 'slack') return 'the Slack webhook'
  if (recipient === 'markdown') return 'the webhook'
  return recipient === 'file' ? 'the file' : recipient
}

export type Standing = 'well' | 'under way' | 'asks' | 'none'
export const STANDING: Record<SendingState, { word: string; standing: Standing }> = {
  waiting: { word: 'Waiting', standing: 'under way' },
  queued: { word: 'About to be sent', standing: 'under way' },
  claimed: { word: 'Being sent', standing: 'under way' },
  retry: { word: 'To be tried again', standing: 'under way' },
  sent: { word: 'Sent', standing: 'well' },
  unconfirmed: { word: 'Unconfirmed', standing: 'asks' },
  refused: { word: 'Refused', standing: 'asks' },
  unsubscribed: { word: 'Unsubscribed', standing: 'none' },
}

/** States in which a person may decide to send it again. */
export const MAY_AGAIN: readonly SendingState[] = ['unconfirmed', 'refused']

/** Why it cannot be sent again here and now, and what can be done. What is stopped can. */
export const HOLD_WORDS: Record<Exclude<SendingHold, 'stopped'>, string> = {
  unsubscribed: 'Its reader has unsubscribed: it is not sent there again, unless they ask for it (see Recipients).',
  paused: 'The report is paused: resume it to send this one again.',
  unlisted: 'The address is no longer among the recipients: nothing of the schedule is sent there.',
}

const COUNTED: Record<SendingState, string> = {
  waiting: 'waiting',
  queued: 'about to be sent',
  claimed: 'being sent',
  retry: 'to be tried again',
  sent: 'sent',
  unconfirmed: 'unconfirmed',
  refused: 'refused',
  unsubscribed: 'unsubscribed',
}
/** What asks for a person first. */
const ORDER: readonly SendingState[] = [
  ...(['refused', 'unconfirmed', 'retry', 'waiting'] as const),
  ...(['queued', 'claimed', 'sent', 'unsubscribed'] as const),
]

export type LastOutcome = { period: string; at: number; standing: Standing; words: string }

/** Of the latest period that was sent, or is to be, by the schedule or by hand; null: nothing yet. The latest due first. */
export function lastOutcome(sendings: readonly ReportSending[]): LastOutcome | null {
  const [first] = sendings
  if (!first) return null
  const same = sendings.filter(({ period, dueAt, byHand }) => {
    return period === first.period && dueAt === first.dueAt && byHand === first.byHand
  })
  const counts = ORDER.map((state) => [state, same.filter((one) => one.state === state).length] as const)
  const there = counts.filter(([, count]) => count > 0)
  const [worst] = there
  if (!worst) return null
  const [only] = there.length === 1 ? there : []
  const words =
    only && same.length === 1
      ? STANDING[only[0]].word
      : there.map(([state, count]) => `${formatCount(count)} ${COUNTED[state]}`).join(', ')
  const at = Math.max(...same.map(({ changedAt }) => changedAt))
  return {
    period: first.period,
    at,
    standing: STANDING[worst[0]].standing,
    words: `${words}${first.byHand ? ', by hand' : ''}`,
  }
}

/** "12 recipients". */
export function recipientsWords(count: number): string {
  return countWords(count, ['recipient', 'recipients'])
}
