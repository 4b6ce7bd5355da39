import type { ServiceSummary } from '../../../lib/store/services'
import { dayKey, dayNumber, dayStart } from '../../../lib/time'
import { Notice } from '../../_ui/notice'
import { href } from '../../_ui/query'
import { When } from '../../_ui/when'
import { Why } from './why'

type State = 'never' | 'once' | 'before' | 'after' | 'ahead'

/** Why a window has little to show: nothing was ever deployed, or once only, or all of it lies after or before; or the window is yet to come. */
export function nothingHere(
  { deployed }: ServiceSummary,
  range: { from: number; to: number },
  now: number,
): State | null {
  const { count, firstAt, lastAt } = deployed
  if (count === 0 || firstAt === null || lastAt === null) return 'never'
  if (range.from > now) return 'ahead'
  if (range.to <= firstAt) return 'before'
  if (range.from > lastAt) return 'after'
  return count === 1 ? 'once' : null
}

const TITLES: Record<State, string> = {
  never: 'Nothing has reached production yet',
  once: 'One deployment is known so far',
  before: 'This window is before the first deployment that is known',
  after: 'Nothing reached production since this window began',
  ahead: 'This window has not begun yet',
}

const WEEKS = 12

export function NothingHere({
  state,
  summary,
  path,
  now,
}: {
  state: State
  summary: ServiceSummary
  path: string
  now: number
}) {
  const { timeZone: zone, deployed } = summary
  const { firstAt, lastAt } = deployed
  if (state === 'never' || firstAt === null || lastAt === null) {
    return (
      <Notice title={TITLES.never}>
        <p>
          Figures begin with the first successful production deployment. <a href="#rule">What counts as one here</a>{' '}
          says what was looked for.
        </p>
        <Why summary={summary} />
      </Notice>
    )
  }
  if (state === 'once') {
    return (
      <Notice title={TITLES.once}>
        <p>
          It finished <When at={firstAt} zone={zone} now={now} />. What it held may be of any age, so lead time begins
          with the second one.
        </p>
      </Notice>
    )
  }
  const [first, last] = [dayNumber(firstAt, zone), dayNumber(lastAt, zone)]
  const from = state === 'before' ? first : last + 1 - 7 * WEEKS
  const day = (number: number) => dayKey(dayStart(number, zone), zone)
  const target = href(path, {}, { from: day(from), to: day(from + 7 * WEEKS) })
  return (
    <Notice title={TITLES[state]}>
      <p>
        Deployments are known from <When at={firstAt} zone={zone} now={now} /> to{' '}
        <When at={lastAt} zone={zone} now={now} />.
      </p>
      <p>
        <a href={target}>
          Show the {state === 'before' ? `first ${WEEKS} weeks` : `${WEEKS} weeks up to the latest one`}
        </a>
      </p>
    </Notice>
  )
}
