// Decides everything about a trend chart before anything is drawn: axes, gaps, which weeks are a line and which are single points,
// limits, signals, notes, and what each point says. Places are shares of the plot: x from its left, y from its foot.
import { formatRange } from '../../format'
import type { TrendLimits, TrendSignal, TrendWeek } from '../metric-trend'
import { formatFigure } from '../service-figures'
import { type Flag, flagsOf, type Note } from './flag-places'
import { type LimitLine, limitLines } from './limit-lines'
import { pointWords, signalWords } from './point-words'
import { type AxisUnit, linearScale, logScale } from './scale'
import { type TimeMark, timeMarks } from './time-marks'

export type Place = { x: number; y: number }
export type Readout = { when: string; value: string; detail: string }
/** A week as keyboard, pointer and touch reach it; `y` is null where it has only single values or none. */
export type ChartPoint = { x: number; y: number | null; readout: Readout }
export type BandPlace = { x: number; low: number; high: number }
/** Named where a signal begins, unless its name would stand on another's. */
/** `isNamedSmall`: also where the drawing is as narrow as a phone. */
export type Ring = Place & { words: string; isNamed: boolean; isNamedSmall: boolean }

export type PreparedChart = {
  title: string
  sentence: string
  yMarks: { y: number; label: string }[]
  xMarks: (Pick<TimeMark, 'label' | 'minor'> & { x: number })[]
  isLog: boolean
  /** Runs of neighbouring weeks; a run of one is in `dots` too. */
  lines: Place[][]
  /** To and from weeks that are not whole. */
  dashes: Place[][]
  bands: BandPlace[][]
  /** The middle half of a week without neighbours. */
  bars: BandPlace[]
  /** Whole weeks, small; hollow where the week is not whole. */
  dots: (Place & { hollow: boolean })[]
  /** Every single value of weeks with fewer than five. */
  singles: Place[]
  /** Where single values lie above the axis. */
  beyond: number[]
  limits: LimitLine[]
  rings: Ring[]
  flags: Flag[]
  points: ChartPoint[]
  /** The point whose words stand there before anyone chooses. */
  initial: number
}

export type ChartAsked = {
  title: string
  unit: 'seconds' | 'rate' | 'per-day'
  counts: [one: string, many: string]
  weeks: TrendWeek[]
  limits: TrendLimits | null
  zone: string
  log: boolean
  notes: readonly Note[]
}

/** Beyond as many weeks only lone points have a dot. */
const DOTTED_WEEKS = 60
/** Of the plot's width. */
const NAMES_APART = 0.12
const NAMES_APART_SMALL = 0.22
/** Times what the line and its limits reach. */
const FAR = 2

/** Null where no week has anything. */
export function prepareTrend(asked: ChartAsked): PreparedChart | null {
  const { weeks, limits, unit, zone } = asked
  const [first, last] = [weeks[0], weeks.at(-1)]
  if (!first || !last || weeks.every((week) => week.value === null && week.few.length === 0)) return null
  const axis: AxisUnit = unit === 'per-day' ? 'count' : unit
  const scale = chooseScale(axis, asked)
  const x = (at: number) => (at - first.start) / (last.end - first.start)
  const middle = (week: TrendWeek) => x((week.start + week.end) / 2)
  const place = (week: TrendWeek): Place | null =>
    week.value === null ? null : { x: middle(week), y: scale.place(week.value) }
  const signals = new Map(limits?.signals.map((signal) => [signal.index, signal]))
  const drawn = runs(weeks, place)
  const few = weeks.flatMap((week) => week.few)
  return {
    title: asked.title,
    sentence: `${sentenceOf(asked)}${beyondWords(few.map(({ value }) => value).filter((value) => value > scale.top))}`,
    yMarks: scale.marks.map(({ value, label }) => ({ y: scale.place(value), label })),
    xMarks: timeMarks(
      weeks.map((week) => week.start),
      first.start,
      last.end,
      zone,
    ).map(({ at, label, minor }) => ({
      x: x(at),
      label,
      minor,
    })),
    isLog: scale.isLog,
    ...drawn,
    ...bandRuns(weeks, middle, scale.place),
    dots: weeks.flatMap((week, at) => {
      const here = place(week)
      const isLone = weeks[at - 1]?.value == null && weeks[at + 1]?.value == null
      return here && (isLone || weeks.length <= DOTTED_WEEKS) ? [{ ...here, hollow: week.partial }] : []
    }),
    singles: few
      .filter(({ value }) => value <= scale.top)
      .map(({ at, value }) => ({ x: x(at), y: scale.place(value) })),
    beyond: few.filter(({ value }) => value > scale.top).map(({ at }) => x(at)),
    limits: limits ? limitLines(limits, weeks, { x, y: scale.place, top: scale.top, unit }) : [],
    rings: ringsOf(weeks, place, signals),
    flags: flagsOf(asked.notes, { from: first.start, to: last.end }, x),
    points: weeks.map((week, at) => ({
      x: middle(week),
      y: place(week)?.y ?? null,
      readout: pointWords(week, { unit, counts: asked.counts, zone, signal: signals.get(at) ?? null }),
    })),
    initial: Math.max(
      0,
      weeks.findLastIndex((week) => !week.partial && (week.value !== null || week.few.length > 0)),
    ),
  }
}

function ringsOf(
  weeks: TrendWeek[],
  place: (week: TrendWeek) => Place | null,
  signals: Map<number, TrendSignal>,
): Ring[] {
  const rings: Ring[] = []
  const isCrowded = signals.size > weeks.length / 3
  let [named, namedSmall] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const [at, week] of weeks.entries()) {
    const [here, signal] = [place(week), signals.get(at)]
    const before = signals.get(at - 1)
    if (!here || !signal) continue
    // Many rings say less than few: of a run then only its first week has one.
    if (isCrowded && signal.rule === 'run' && before?.side === signal.side) continue
    const isNamed = before?.side !== signal.side && here.x - named > NAMES_APART
    const isNamedSmall = isNamed && here.x - namedSmall > NAMES_APART_SMALL
    if (isNamed) named = here.x
    if (isNamedSmall) namedSmall = here.x
    rings.push({ ...here, words: signalWords(signal), isNamed, isNamedSmall })
  }
  return rings
}

function chooseScale(axis: AxisUnit, { weeks, limits, log }: ChartAsked) {
  const points = weeks.flatMap((week) => [...(week.value === null ? [] : [week.value]), ...(week.middle ?? [])])
  const singles = weeks.flatMap((week) => week.few.map(({ value }) => value))
  const uppers = limits?.weeks.flatMap((one) => (one ? [one.upper] : [])) ?? []
  // Weeks of one or two rows have limits far above all the rest.
  const usual = [...uppers].sort((a, b) => a - b)[Math.floor(uppers.length * 0.9)]
  const line = Math.max(0, ...points, ...(usual === undefined ? [] : [usual]))
  const positive = [...points, ...singles].filter((value) => value > 0)
  if (log && axis === 'seconds' && positive.length > 0) {
    return logScale(Math.min(...positive), Math.max(line, ...singles))
  }
  // A single value far above the line must not press it flat.
  const near = limits === null ? singles : singles.filter((value) => value <= FAR * line)
  const most = Math.max(line, ...near)
  return linearScale(axis, most > 0 ? most : axis === 'rate' ? 0.05 : 1)
}

function beyondWords(values: number[]): string {
  if (values.length === 0) return ''
  const longest = formatFigure('seconds', Math.max(...values))
  if (values.length === 1) return ` One single value lies above the axis: ${longest}.`
  return ` ${values.length} single values lie above the axis, up to ${longest}.`
}

/** Straight lines between neighbours; a week without a value is a gap. */
function runs(weeks: TrendWeek[], place: (week: TrendWeek) => Place | null) {
  const lines: Place[][] = []
  const dashes: Place[][] = []
  let open: Place[] = []
  const close = () => {
    if (open.length > 1) lines.push(open)
    open = []
  }
  for (const [at, week] of weeks.entries()) {
    const here = place(week)
    const before = weeks[at - 1]
    const there = before ? place(before) : null
    if (!here) close()
    else if (week.partial || before?.partial) {
      close()
      // A first week that the window cuts begins nothing: it stands alone.
      if (there && !(at === 1 && before?.partial)) dashes.push([there, here])
      if (!week.partial) open = [here]
    } else open.push(here)
  }
  close()
  return { lines, dashes }
}

function bandRuns(weeks: TrendWeek[], x: (week: TrendWeek) => number, y: (value: number) => number) {
  const bands: BandPlace[][] = [[]]
  for (const week of weeks) {
    if (week.middle === null) bands.push([])
    else bands.at(-1)?.push({ x: x(week), low: y(week.middle[0]), high: y(week.middle[1]) })
  }
  return {
    bands: bands.filter((band) => band.length > 1),
    bars: bands.flatMap((band) => (band.length === 1 ? band : [])),
  }
}

/** One sentence: from where to where the weeks run, and whether that means anything. */
function sentenceOf({ weeks, limits, unit, zone }: ChartAsked): string {
  const whole = weeks.filter((week) => !week.partial && week.value !== null)
  const values = whole.map((week) => week.value ?? 0)
  const show = (value: number) => (unit === 'per-day' ? String(value) : formatFigure(unit, value))
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const spread =
    values.length === 0
      ? 'No whole week has enough for a point of its own; single values are shown'
      : values.length === 1
        ? `One whole week has a point: ${show(least)}`
        : show(least) === show(most)
          ? `${values.length} whole weeks, all ${show(least)}`
          : `${values.length} whole weeks, from ${show(least)} to ${show(most)}`
  const enough = unit === 'seconds' ? 'eight whole weeks of five or more' : 'eight whole weeks'
  if (!limits) return `${spread}. It takes ${enough} to tell a signal from routine variation.`
  const [signal] = limits.signals
  if (!signal) return `${spread}. No signal: this is routine variation.`
  const week = weeks[signal.index]
  const when = week ? formatRange(week.start, week.end, zone) : ''
  const isRun = signal.rule === 'run'
  const many = limits.signals.length
  if (many > values.length / 2) return `${spread}. ${many} of them are signals: no one mean describes these weeks.`
  if (isRun) return `${spread}. A signal: eight or more weeks in a row are ${signal.side} the mean.`
  return `${spread}. ${many === 1 ? 'A signal' : `${many} signals, the first`} in the week of ${when}: ${signalWords(signal)}.`
}
