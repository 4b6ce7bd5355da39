import { NextResponse } from 'next/server'
import { permit } from '../../../../lib/auth/permit'
import { readUnsubscribeToken } from '../../../../lib/auth/unsubscribe-token'
import { readEnv } from '../../../../lib/env'
import { type UnsubscribeState, unsubscribePage } from '../../../../lib/report/unsubscribe-page'
import { demoDay } from '../../../../lib/store/demo'
import { type FoundRecipient, findRecipient, unsubscribeRecipient } from '../../../../lib/store/report-recipients'

type Context = { params: Promise<{ token: string }> }

/** Asks, and changes nothing: who looks into mails for danger follows every link. */
export async function GET(_: Request, { params }: Context): Promise<NextResponse> {
  const found = await recipientOf((await params).token)
  if (!found) return shown({ kind: 'unknown' })
  const { subscriptionName: name, address, unsubscribedAt } = found
  return shown({ kind: unsubscribedAt === null ? 'asks' : 'done', name, address })
}

/** The button, or a mail program by RFC 8058. Once more changes nothing. */
export async function POST(_: Request, { params }: Context): Promise<NextResponse> {
  const found = await recipientOf((await params).token)
  if (!found) return shown({ kind: 'unknown' })
  if ((await demoDay()) !== null) return shown({ kind: 'demo' })
  await unsubscribeRecipient(found.id, new Date())
  return shown({ kind: 'done', name: found.subscriptionName, address: found.address })
}

async function recipientOf(token: string): Promise<FoundRecipient | null> {
  if (!(await permit('unsubscribe'))) return null
  const id = await readUnsubscribeToken(token, readEnv())
  return id === null ? null : findRecipient(id)
}

const STATUS: Record<UnsubscribeState['kind'], number> = { asks: 200, done: 200, unknown: 404, demo: 403 }

function shown(state: UnsubscribeState): NextResponse {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }
  return new NextResponse(unsubscribePage(state), { status: STATUS[state.kind], headers })
}
