// A browser's ticket: what its votes are told apart by. It names nobody, and is another one in every browser.
import { randomUUID } from 'node:crypto'
import { cookies } from 'next/headers'

const COOKIE = 'retro-ticket'
const YEAR_SECONDS = 31_536_000

/** Null: this browser has not voted yet. */
export async function currentTicket(): Promise<string | null> {
  return known((await cookies()).get(COOKIE)?.value)
}

/** For a form of a browser that has none: a form that is sent twice brings the same one. */
export function newTicket(): string {
  return randomUUID()
}

/** The browser's own, else the one that its form brought, which it keeps from now on. Only in an action. */
export async function keptTicket(offered: string): Promise<string> {
  const own = await currentTicket()
  if (own !== null) return own
  const ticket = known(offered) ?? newTicket()
  const jar = await cookies()
  jar.set(COOKIE, ticket, { maxAge: YEAR_SECONDS, sameSite: 'lax', httpOnly: true, path: '/teams' })
  return ticket
}

function known(value: string | undefined): string | null {
  return value !== undefined && /^[0-9a-f-]{36}$/.test(value) ? value : null
}
