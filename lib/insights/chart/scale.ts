// Decides the vertical axis of a chart: its unit, its marks, and where a value stands on it.
import { formatCount } from '../../format'

export type AxisUnit = 'seconds' | 'rate' | 'count'
export type Mark = { value: number; label: string }
/** `place` gives 0 at the foot and 1 at the top; what is off the scale stands at its end. */
export type Scale = { marks: Mark[]; place: (value: number) => number; top: number; isLog: boolean }

const SPACE = '\u00a0'
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]
const MOST_MARKS = 5

const STEPS: Record<AxisUnit, number[]> = {
  seconds: [
    ...[1, 2, 5, 10, 15, 30],
    ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
    ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
    ...[1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000].map((days) => days * DAY),
  ],
  rate: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25],
  count: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
}
const LOG_MARKS = [1, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 365 * DAY, 3650 * DAY]

function timeLabel(seconds: number, step: number): string {
  if (seconds === 0) return '0'
  if (step >= DAY) return `${formatCount(seconds / DAY)}${SPACE}d`
  if (step >= HOUR) return `${formatCount(seconds / HOUR)}${SPACE}h`
  return step >= MINUTE ? `${formatCount(seconds / MINUTE)}${SPACE}min` : `${formatCount(seconds)}${SPACE}s`
}

function label(value: number, step: number, unit: AxisUnit): string {
  if (unit === 'seconds') return timeLabel(value, step)
  if (unit === 'count') return formatCount(value)
  return value === 0 ? '0' : `${Number((value * 100).toFixed(1))}${SPACE}%`
}

/** From 0, in the unit that makes the fewest digits; at most five marks above it. A rate ends at 100 %. */
export function linearScale(unit: AxisUnit, most: number): Scale {
  const steps = STEPS[unit]
  const top = unit === 'rate' ? Math.min(1, most) : most
  const step = steps.find((one) => top / one <= MOST_MARKS + 1e-9) ?? 10 ** Math.ceil(Math.log10(top / MOST_MARKS))
  const count = Math.max(1, Math.ceil(top / step - 1e-9))
  const end = count * step
  const marks = Array.from({ length: count + 1 }, (_, at) => {
    const value = Number((at * step).toPrecision(12))
    return { value, label: label(value, step, unit) }
  })
  return { marks, place: (value) => Math.min(1, Math.max(0, value / end)), top: end, isLog: false }
}

/** Durations from a second on; the marks are those that people say. */
export function logScale(least: number, most: number): Scale {
  const first = LOG_MARKS.findLastIndex((mark) => mark <= Math.max(1, least))
  const beyond = LOG_MARKS.findIndex((mark) => mark >= most)
  const last = Math.max(first + 1, beyond === -1 ? LOG_MARKS.length - 1 : beyond)
  const shown = LOG_MARKS.slice(Math.max(0, first), last + 1)
  const [low, high] = [Math.log(shown[0] ?? 1), Math.log(shown.at(-1) ?? DAY)]
  return {
    marks: shown.map((value) => ({ value, label: logLabel(value) })),
    place: (value) => Math.min(1, Math.max(0, (Math.log(Math.max(value, 1)) - low) / (high - low))),
    top: shown.at(-1) ?? DAY,
    isLog: true,
  }
}

function logLabel(seconds: number): string {
  if (seconds === 7 * DAY) return `1${SPACE}w`
  if (seconds >= 365 * DAY) return `${seconds / (365 * DAY)}${SPACE}y`
  return timeLabel(seconds, seconds)
}
