// The answer of a metric's files: permit, ask, and say in words what cannot be given.
import { permit } from '../../lib/auth/permit'
import { describeError, errorKind } from '../../lib/errors'
import { TABLES } from '../../lib/insights/metric-export'
import { loadMetricView, type MetricView, type OneView, type SeveralView } from '../../lib/insights/metric-view'
import { freshFacts } from '../_ui/fresh-facts'
import { askedOf } from './address'

export type MetricRequest = { params: Promise<{ metric: string }> }
type File = { type: string; body: string | Uint8Array<ArrayBuffer> }

export async function answer(
  request: Request,
  id: string,
  ending: string,
  write: (view: OneView | SeveralView, query: URLSearchParams) => File | null | Promise<File | null>,
): Promise<Response> {
  if (!(await permit('read-metric'))) return refused(403, 'Not permitted.')
  const query = new URL(request.url).searchParams
  await freshFacts()
  const view = await loadMetricView(id, askedOf(Object.fromEntries(query)), Date.now())
  if (view.kind !== 'one' && view.kind !== 'several') return refused(view.kind === 'problem' ? 400 : 404, problem(view))
  const file = await written(() => write(view, query))
  if (file instanceof Response) return file
  if (!file) {
    const known = TABLES[view.kind].map(({ name }) => name).join(', ')
    return refused(404, `The page has no such table; it has ${known}.`)
  }
  const about = view.kind === 'one' ? view.service.slug : (view.team ?? 'all')
  const hours = view.reading.clock === 'working' ? '-working-hours' : ''
  const name = `${id}-${about}${hours}`.replaceAll(/[^\w.-]+/g, '-')
  return new Response(file.body, {
    headers: {
      'Content-Type': file.type,
      'Content-Disposition': `attachment; filename="${name}.${ending}"`,
      'Cache-Control': 'no-store',
    },
  })
}

/** The file, or why it cannot be had now: the program is busy, or lacks what it takes. */
async function written(write: () => File | null | Promise<File | null>): Promise<File | null | Response> {
  try {
    return await write()
  } catch (error) {
    if (errorKind(error) !== 'unavailable') throw error
    return refused(503, describeError(error))
  }
}

function problem(view: Exclude<MetricView, OneView | SeveralView>): string {
  if (view.kind === 'problem') return view.message
  if (view.kind === 'no-metric') return 'There is no such metric.'
  if (view.kind === 'nothing') return 'Nothing is measured yet.'
  return `There is no ${view.kind === 'no-team' ? 'team' : 'service'} named ${JSON.stringify(view.name)}.`
}

function refused(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: { 'Cache-Control': 'no-store' } })
}
