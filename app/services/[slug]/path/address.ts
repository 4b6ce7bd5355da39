import { WINDOW_PARAMETERS } from '../../../../lib/insights/page-window'
import type { PathEdits } from '../../../../lib/insights/path-view'
import { one, type Query } from '../../../_ui/query'

/** All values of a parameter. */
export function all(query: Query, name: string): string[] {
  const value = query[name]
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((text) => text.replaceAll('\0', ''))
}

export function hasEdit(edits: PathEdits, kind: keyof PathEdits, job: string): boolean {
  return edits[kind].includes(job)
}

/** The page with an edit made, or taken back. A job that is gone has no other edits. */
export function toggled(edits: PathEdits, kind: keyof PathEdits, job: string): PathEdits {
  const without = (names: readonly string[]) => names.filter((name) => name !== job)
  const next = kind === 'off' ? { off: edits.off, half: without(edits.half), beside: without(edits.beside) } : edits
  return { ...next, [kind]: hasEdit(edits, kind, job) ? without(edits[kind]) : [...edits[kind], job] }
}

export function pathHref(path: string, query: Query, pipeline: string | undefined, edits: PathEdits | null): string {
  const next = new URLSearchParams()
  for (const name of WINDOW_PARAMETERS) {
    const value = one(query, name)
    if (value !== undefined) next.set(name, value)
  }
  if (pipeline !== undefined) next.set('pipeline', pipeline)
  if (edits)
    for (const kind of ['off', 'half', 'beside'] as const) for (const job of edits[kind]) next.append(kind, job)
  const text = next.toString()
  return text === '' ? path : `${path}?${text}`
}
