// Reads an estimated stage as a person typed it. Pure: what is wrong is said beside the field.
import type { NewEstimate } from '../store/stream-estimates'

export const ESTIMATE_FIELDS = ['name', 'place', 'active', 'wait', 'accurate'] as const
export type EstimateField = (typeof ESTIMATE_FIELDS)[number]
export type EstimateText = Record<EstimateField, string>
export type EstimateRead =
  | { ok: true; estimate: NewEstimate }
  | { ok: false; problems: Partial<Record<EstimateField, string>> }

export const LONGEST_NAME = 40
const YEAR_SECONDS = 366 * 86_400
const UNITS: Record<string, number> = { min: 60, h: 3600, d: 86_400, w: 7 * 86_400 }

/** Seconds of "45 min", "1.5 h", "2 d", "1 w" or "0"; null: none of these. A day is 24 hours. */
export function readDuration(text: string): number | null {
  const parts = /^(\d{1,6}(?:[.,]\d{1,3})?)\s*(min|h|d|w)?$/.exec(text.trim())
  if (!parts) return null
  const amount = Number(parts[1]?.replace(',', '.'))
  if (amount === 0) return 0
  const unit = UNITS[parts[2] ?? '']
  return unit === undefined ? null : amount * unit
}

/** What `readDuration` reads as these seconds, in the largest unit of which there is at least one. */
export function durationText(seconds: number): string {
  if (seconds === 0) return '0'
  for (const [unit, length] of Object.entries(UNITS).toReversed()) {
    const amount = Number((seconds / length).toFixed(3))
    if (amount >= 1 && Math.abs(amount * length - seconds) < 1e-6) return `${amount} ${unit}`
  }
  return `${Number((seconds / 60).toFixed(3))} min`
}

/** An estimate as its form has it. */
export function estimateText({ name, place, activeSeconds, waitSeconds, completeAccurate }: NewEstimate): EstimateText {
  return {
    name,
    place,
    active: durationText(activeSeconds),
    wait: durationText(waitSeconds),
    accurate: completeAccurate === null ? '' : String(Number((completeAccurate * 100).toFixed(2))),
  }
}

export function readEstimate(text: EstimateText): EstimateRead {
  const problems: Partial<Record<EstimateField, string>> = {}
  // Control characters and marks that turn the direction of writing would reach beyond the name.
  const name = text.name
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .trim()
    .normalize('NFC')
  if (name === '') problems.name = 'is missing'
  else if ([...name].length > LONGEST_NAME) problems.name = `has at most ${LONGEST_NAME} characters`
  const { place } = text
  if (place !== 'before' && place !== 'after') problems.place = 'is before the first commit or after production'
  const [activeSeconds, waitSeconds] = [durationOf('active'), durationOf('wait')]
  const percent = text.accurate.trim().replace(/\s*%$/, '').replace(',', '.')
  const isPercent = /^\d{1,3}(\.\d{1,2})?$/.test(percent) && Number(percent) <= 100
  if (percent !== '' && !isPercent) problems.accurate = 'is a number from 0 to 100, or empty'
  if (activeSeconds === 0 && waitSeconds === 0) problems.active = 'and waiting time cannot both be 0'
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const completeAccurate = percent === '' ? null : Number(percent) / 100
  // sound: anything else is a problem above
  return {
    ok: true,
    estimate: { name, place: place as 'before' | 'after', activeSeconds, waitSeconds, completeAccurate },
  }

  function durationOf(field: 'active' | 'wait'): number {
    const seconds = readDuration(text[field])
    if (seconds === null) problems[field] = 'is a number and a unit: 45 min, 1.5 h, 2 d, 1 w; or 0'
    else if (seconds > YEAR_SECONDS) problems[field] = 'is at most a year'
    return seconds ?? 0
  }
}
