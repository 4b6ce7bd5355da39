// What a report is once it is made: words to lay out and points to draw, plain data that can be kept as it was sent.
import type { TrendLimits, TrendWeek } from '../insights/metric-trend'
import type { FigureUnit } from '../insights/service-figures'

/** One metric in words; `value` is “no data” where there is none, never 0. */
export type ReportLine = {
  id: string
  title: string
  value: string
  hasData: boolean
  /** Against the day, week or month before: "↓ 29 %". Null where nothing can be said. */
  change: string | null
  /** What makes a week a signal, in words; null where it is none, or nobody can tell. */
  signal: string | null
  /** How many, then what else belongs beside the value. */
  beside: string[]
  /** "week before 31 h (14)" and the 12 weeks. */
  earlier: string[]
}

/** A heading with sentences below it. */
export type ReportSection = { title: string; lines: string[] }

export type ReportChart = {
  /** Names its picture within the mail, and its file. */
  id: string
  title: string
  sentence: string
  /** All its numbers, for who does not see it. */
  alt: string
  unit: FigureUnit
  counts: [one: string, many: string]
  weeks: TrendWeek[]
  limits: TrendLimits | null
  zone: string
}

export type ReportServiceLine = { name: string; leadTime: string; deployments: string; failed: string }

export type Report = {
  version: 1
  /** The news in a line without line breaks. */
  subject: string
  /** Whom it is about. */
  about: string
  /** "Week 10, 2-8 Mar 2026". */
  period: string
  /** `2026-W10`, `2026-03-04` or `2026-03` */
  periodKey: string
  /** Zone and what is compared. */
  when: string
  /** The news in a sentence or three. */
  lead: string
  figures: ReportLine[]
  /** What it means that a figure has no mark of a signal. */
  signalNote: string
  charts: ReportChart[]
  /** Side by side, by name; empty where there is one. */
  services: ReportServiceLine[]
  /** Of more services than are listed. */
  servicesMore: string | null
  stoodOut: ReportSection[]
  doubts: string[]
  /** What the last retros decided that is still open, and whether it is on course. */
  retro?: ReportSection
  /** The same days in the browser; null where nobody said at which address. */
  link: string | null
  foot: string[]
}
