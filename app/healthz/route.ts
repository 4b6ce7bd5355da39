import { permit } from '../../lib/auth/permit'
import { health } from '../../lib/store/health'

export const dynamic = 'force-dynamic'

/** Whether web, worker and database are well: 200 when all are, else 503. */
export async function GET(): Promise<Response> {
  if (!(await permit('read-health'))) return Response.json({ error: 'Not permitted.' }, { status: 403 })
  const state = await health(Date.now())
  const well = state.database === 'ok' && state.worker === 'ok'
  return Response.json({ web: 'ok', ...state }, { status: well ? 200 : 503, headers: { 'Cache-Control': 'no-store' } })
}
