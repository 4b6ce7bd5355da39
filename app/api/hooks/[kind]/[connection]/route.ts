// Events that a source sends by itself: signed, taken once, turned into the records that its collector makes.
import { takeDelivery } from '../../delivery'

type Context = { params: Promise<{ kind: string; connection: string }> }

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { kind, connection } = await params
  return takeDelivery(request, kind, connection)
}
