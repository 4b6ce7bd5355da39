import { permit } from '../../../../../../lib/auth/permit'
import { retroMarkdown } from '../../../../../../lib/insights/retro-markdown'
import { readPack } from '../../../../../../lib/insights/retro-pack'
import { loadActions, loadNotes } from '../../../../../../lib/store/retro-board'
import { findRetro } from '../../../../../../lib/store/retros'
import { findRetroTeam } from '../../../find-team'

export const dynamic = 'force-dynamic'

type Params = { params: Promise<{ team: string; id: string }> }

/** A retro as Markdown. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  if (!(await permit('read-service'))) return plain(403, 'Not permitted.')
  const { team: segment, id } = await params
  const team = await findRetroTeam(segment)
  const retro = team && (await findRetro(team.name, id))
  const pack = readPack(retro?.pack)
  if (!retro || !pack) return plain(404, 'There is no such retro.')
  const [notes, actions] = await Promise.all([loadNotes(retro.id, null), loadActions(retro.id)])
  const name = `retro-${pack.team}-${pack.from}`.replaceAll(/[^\w.-]+/g, '-')
  return new Response(retroMarkdown({ retro, pack, notes, actions }), {
    headers: {
      'Content-Type': 'text/markdown; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}.md"`,
      'Cache-Control': 'no-store',
    },
  })
}

function plain(status: number, words: string): Response {
  return new Response(`${words}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
