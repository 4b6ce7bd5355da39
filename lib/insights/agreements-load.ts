// Reads a team's agreements with what they need beyond facts, and says them in words.
import { formatCount, formatDuration, formatInstantIn, formatRate } from '../format'
import { wilson } from '../metrics/stats'
import { loadLimits } from '../store/agreements'
import { loadMainlineVerdicts } from '../store/retro-records'
import {
  AGREEMENT_IDS,
  AGREEMENTS,
  type AgreementId,
  type AgreementReading,
  type Held,
  type Limits,
  type ReviewClock,
  readAgreements,
} from './agreements'
import type { Sample } from './metric-points'
import { nameWords } from './name-words'
import { countWords } from './service-figures'
import { changeLabel, shortSha } from './service-rows'

/** `samples` with details. */
export async function loadAgreements(team: string, samples: readonly Sample[]): Promise<AgreementReading[]> {
  const limits = await currentLimits(team)
  if (limits['red-mainline'] === undefined) return readAgreements({ samples, verdicts: new Map(), limits })
  const first = new Map(samples.map(({ facts, window }) => [facts.service.repository, window]))
  const verdicts = await Promise.all(
    [...first].map(
      async ([repository, { from, now }]) =>
        [repository, await loadMainlineVerdicts(repository, { from, until: now })] as const,
    ),
  )
  return readAgreements({ samples, verdicts: new Map(verdicts), limits })
}

export async function currentLimits(team: string): Promise<Limits> {
  const limits: Limits = {}
  for (const { agreement, limit } of await loadLimits(team)) {
    const id = AGREEMENT_IDS.find((one) => one === agreement)
    if (id) limits[id] = limit
  }
  return limits
}

export type LimitsText = Record<AgreementId, string>
export type LimitsRead = { ok: true; limits: Limits } | { ok: false; problems: Partial<Record<AgreementId, string>> }

/** An empty field agrees on nothing. */
export function readLimits(text: LimitsText): LimitsRead {
  const limits: Limits = {}
  const problems: Partial<Record<AgreementId, string>> = {}
  for (const id of AGREEMENT_IDS) {
    const typed = text[id].trim().replace(',', '.')
    const { most } = AGREEMENTS[id]
    if (typed === '') continue
    const value = /^\d{1,6}(\.\d{1,2})?$/.test(typed) ? Number(typed) : 0
    if (value > 0 && value <= most) limits[id] = value
    else problems[id] = `is a number above 0, ${formatCount(most)} at most, or empty`
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, limits }
}

const HOURS: Record<ReviewClock, string> = {
  working: 'working hours',
  elapsed: 'hours',
  both: 'hours, working hours where a service has a calendar',
}

/** The unit of a limit: only where a working clock is set are hours working hours. */
export function unitWords(id: AgreementId, clock: ReviewClock): string {
  return id === 'first-review' ? HOURS[clock] : AGREEMENTS[id].words[1]
}

/** "First review within 8 working hours"; of one frozen without its clock as it was said then. */
export function agreementWords({
  id,
  limit,
  clock = 'working',
}: Pick<AgreementReading, 'id' | 'limit' | 'clock'>): string {
  const [before] = AGREEMENTS[id].words
  const unit = unitWords(id, clock)
  return `${before} ${limit} ${limit === 1 ? unit.replace(/s(?=,|$)/, '') : unit}`
}

/** "Kept by 23 of 25 changes (92 %, 95 % interval 75 % to 97.8 %)." */
export function keptWords({ id, n, kept }: Pick<AgreementReading, 'id' | 'n' | 'kept'>): string {
  const { counts } = AGREEMENTS[id]
  if (n === 0) return 'Nothing of these days falls under it.'
  const interval = wilson(kept, n)
  const sure = interval ? `, 95\u00a0% interval ${formatRate(interval[0])} to ${formatRate(interval[1])}` : ''
  return `Kept in ${formatCount(kept)} of ${countWords(n, counts)} (${formatRate(kept / n)}${sure}).`
}

/** What an exception is, and its value. */
export function exceptionWords(id: AgreementId, { at, value, service, what }: Held, zone: string): string {
  const when = formatInstantIn(at, zone)
  if (id === 'in-progress') return `${formatCount(value)} changes at the end of ${when.replace(/, .*$/, '')}`
  const amount =
    id === 'batch'
      ? `${formatCount(value)} changes`
      : formatDuration(value * { 'first-review': 3600, 'open-age': 86_400, 'red-mainline': 60 }[id])
  const name =
    id === 'batch' ? shortSha(what ?? '') : id === 'red-mainline' ? nameWords(what ?? '') : changeLabel(what ?? '')
  return `${amount}: ${name} of ${nameWords(service ?? 'the team')}, ${when}`
}
