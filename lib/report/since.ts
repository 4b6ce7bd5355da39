// What a report would say now, against what it said when it was sent. The one that was sent never changes. Pure.
import type { Report, ReportLine, ReportServiceLine } from './report'

export type Difference = { what: string; was: string; is: string }
export type Since = {
  differences: Difference[]
  /** Sentences of what stood out that would not be said any more, and those that would be new. */
  gone: string[]
  come: string[]
}

const NOT_THERE = 'not listed'

export function changedSince(then: Report, now: Report): Since {
  const lines = (report: Report) =>
    report.stoodOut.flatMap((section) => section.lines.map((line) => `${section.title}: ${line}`))
  const [said, says] = [lines(then), lines(now)]
  return {
    differences: [...figures(then.figures, now.figures), ...services(then.services, now.services)],
    gone: said.filter((line) => !says.includes(line)),
    come: says.filter((line) => !said.includes(line)),
  }
}

export function isUnchanged({ differences, gone, come }: Since): boolean {
  return differences.length + gone.length + come.length === 0
}

/** A report as it was archived; null where another edition wrote it in another shape. */
export function readReport(stored: unknown): Report | null {
  const isReport = typeof stored === 'object' && stored !== null && 'version' in stored && stored.version === 1
  return isReport ? (stored as Report) : null // sound: `buildReport` made it
}

function figures(then: ReportLine[], now: ReportLine[]): Difference[] {
  return now.flatMap((line): Difference[] => {
    const before = then.find(({ id }) => id === line.id)
    if (!before) return []
    const [was, is] = [amountOf(before), amountOf(line)]
    return was === is ? [] : [{ what: line.title, was, is }]
  })
}

/** The value and how many it is of: of the rest much passes with time. */
function amountOf({ value, hasData, beside }: ReportLine): string {
  const [count] = beside
  return hasData && count !== undefined ? `${value} (${count})` : value
}

function services(then: ReportServiceLine[], now: ReportServiceLine[]): Difference[] {
  const names = [...new Set([...then, ...now].map(({ name }) => name))]
  return names.flatMap((name): Difference[] => {
    const words = (list: ReportServiceLine[]) => {
      const service = list.find((one) => one.name === name)
      return service ? serviceWords(service) : NOT_THERE
    }
    const [was, is] = [words(then), words(now)]
    return was === is ? [] : [{ what: name, was, is }]
  })
}

function serviceWords({ leadTime, deployments, failed }: ReportServiceLine): string {
  return `lead time ${leadTime}, deployments ${deployments}, failed ${failed}`
}
