'use server'

import { cookies } from 'next/headers'
import { permit } from '../../lib/auth/permit'

/** Remembers for a year whether the rail is folded. */
export async function setRail(form: FormData): Promise<void> {
  if (!(await permit('set-rail'))) return
  const jar = await cookies()
  const rail = form.get('rail') === 'folded' ? 'folded' : 'open'
  jar.set('rail', rail, { maxAge: 31_536_000, sameSite: 'lax', httpOnly: true, path: '/' })
}
