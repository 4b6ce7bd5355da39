// A forecast in words.
import { formatCount, formatRange, formatRate } from '../format'
import { FEWEST_WEEKS, type Held } from '../metrics/forecast'
import { dayNumber } from '../time'
import type { ForecastLevel, ForecastView } from './forecast-view'
import { changesWords } from './stream-words'

const DAY = 86_400_000

/** "19 Dec"; with its year where that is another one than now. */
export function dayWords(day: number, now: number, zone: string): string {
  const text = formatRange(day * DAY, day * DAY + DAY, 'UTC')
  const year = new Date(day * DAY).getUTCFullYear()
  return year === new Date(dayNumber(now, zone) * DAY).getUTCFullYear() ? text : `${text}\u00a0${year}`
}

/** What the forecast says, at the level that most people plan with. */
export function forecastHeadline(view: ForecastView, now: number, zone: string): string {
  const sure = view.levels.find(({ level }) => level === 0.85)
  if (!sure) return tooLittle(view)
  const { asked } = view
  const by = dayWords(asked.until, now, zone)
  const some = sure.count === 0 ? 'Nothing can be promised' : `At least ${changesWords(sure.count)}`
  const done =
    sure.day === null
      ? `${changesWords(asked.count)} are not done within three years in as many of them.`
      : `${changesWords(asked.count)} ${asked.count === 1 ? 'is' : 'are'} done by ${dayWords(sure.day, now, zone)} in as many of them.`
  return `${some} by ${by}, in 85 of 100 simulated futures; ${done}`
}

function tooLittle({ base }: ForecastView): string {
  if (base.weeks >= FEWEST_WEEKS) {
    return `Nothing was delivered in ${weeksWords(base.weeks)}, so there is nothing to forecast from.`
  }
  const known =
    base.weeks === 0 ? 'No whole week is' : base.weeks === 1 ? 'One whole week is' : `${base.weeks} whole weeks are`
  return `${known} known in this window. A forecast needs at least ${FEWEST_WEEKS}; anything made from fewer would be a guess.`
}

export function weeksWords(weeks: number): string {
  return `${formatCount(weeks)} whole ${weeks === 1 ? 'week' : 'weeks'}`
}

/** "held in 13 of 15, 87 %"; under five without a share, of none that it could not be tried. */
export function heldWords({ n }: Held, held: number): string {
  if (n === 0) return 'not tried: too little history'
  return `${formatCount(held)} of ${formatCount(n)}${n < 5 ? '' : `, ${formatRate(Math.round((held / n) * 100) / 100)}`}`
}

/** Whether the past bears the forecast out: only said where it was tried often enough to tell. */
export function trustWords(levels: readonly ForecastLevel[]): string | null {
  const sure = levels.find(({ level }) => level === 0.85)
  if (!sure) return null
  const { n, promise } = sure.heldTotals
  const enough = 'Made in every week of the past in the same way, the 85 % promise'
  if (n < 5) {
    return n === 0
      ? 'The history is too short to try such forecasts on the past, so nothing tells how good they are here.'
      : `The history lets such a forecast be tried ${n === 1 ? 'once' : `${n} times`} only, too few to tell how good it is here.`
  }
  const share = promise / n
  const verdict =
    share >= 0.75
      ? 'so it can be planned with as far as the past goes on'
      : 'less often than it says: deliveries changed faster than a forecast from them can know. Plan with more room'
  return `${enough} held ${formatCount(promise)} of ${formatCount(n)} times, ${verdict}.`
}
