// The table of the benchmark, for a terminal or for a document.

import type { Viewed } from './browser'
import type { Measured } from './database'
import type { PageTimes } from './web'

export type Row = { what: string; value: string; note: string }

const number = (value: number, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
export const megabytes = (bytes: number | null) => (bytes === null ? 'not known' : `${number(bytes / 1e6)} MB`)
const seconds = (value: number | null) => (value === null ? 'not known' : `${number(value, value < 10 ? 1 : 0)} s`)
const ms = (value: number) => `${number(value)} ms`

const memory = ({ peakBytes, serverPeakBytes }: Measured) =>
  `peak memory ${megabytes(peakBytes)}, database ${megabytes(serverPeakBytes)}`
const work = ({ cpuSeconds, serverCpuSeconds }: Measured) =>
  `processor ${seconds(cpuSeconds)}, database ${seconds(serverCpuSeconds)}`

export function importRows(records: number, measured: Measured, bytes: number): Row[] {
  return [
    {
      what: 'Import',
      value: `${number(records / measured.seconds)} records/s`,
      note: `${number(records)} records in ${seconds(measured.seconds)}; ${work(measured)}; ${memory(measured)}`,
    },
    { what: 'Database', value: megabytes(bytes), note: 'records and facts, indexes included' },
  ]
}

export function deriveRow(what: string, measured: Measured): Row {
  return { what, value: seconds(measured.seconds), note: `${work(measured)}; ${memory(measured)}` }
}

export function pageRow(what: string, times: PageTimes): Row {
  return {
    what,
    value: `${ms(times.medianMs)} warm, ${ms(times.coldMs)} cold`,
    note: `95th percentile ${ms(times.p95Ms)}; processor ${times.cpuMs === null ? 'not known' : ms(times.cpuMs)}; ${number(times.bytes / 1000)} kB; peak memory ${megabytes(times.peakBytes)}`,
  }
}

export function viewRow(what: string, viewed: Viewed | null): Row {
  if (!viewed) return { what, value: 'not measured', note: 'no Chromium starts here' }
  const { paintMs, shift, scriptBytes } = viewed
  return {
    what,
    value: ms(paintMs),
    note: `largest contentful paint in Chromium; layout shift ${number(shift, 3)}; ${number(scriptBytes / 1000)} kB of JavaScript, compressed`,
  }
}

export function factorRow(what: string, [long, short]: [number, number]): Row {
  return {
    what: `${what}, history of two years against a tenth of it`,
    value: `× ${number(long / short, 2)}`,
    note: `${number(long, 1)} ms against ${number(short, 1)} ms, the same four weeks, asked in turns`,
  }
}

export function pureRow(what: string, { seconds: wall, cpuSeconds }: Measured): Row {
  return { what, value: seconds(wall), note: `processor ${seconds(cpuSeconds)}; nothing read or written` }
}

/** In columns, or as a Markdown table. */
export function formatTable(head: string, rows: Row[], markdown: boolean): string {
  if (markdown) {
    const lines = rows.map(({ what, value, note }) => `| ${what} | ${value} | ${note} |`)
    return `${head}\n\n| | | |\n|---|---|---|\n${lines.join('\n')}\n`
  }
  const wide = (pick: (row: Row) => string) => Math.max(...rows.map((row) => pick(row).length))
  const [what, value] = [wide((row) => row.what), wide((row) => row.value)]
  const lines = rows.map((row) => `${row.what.padEnd(what)}  ${row.value.padStart(value)}  ${row.note}`)
  return `${head}\n\n${lines.join('\n')}\n`
}
