'use server'

import { cookies } from 'next/headers'
import { permit } from '../../lib/auth/permit'
import { readTheme } from './theme'

/** Remembers the reader's choice of light or dark for a year. */
export async function setTheme(form: FormData): Promise<void> {
  if (!(await permit('set-theme'))) return
  const jar = await cookies()
  jar.set('theme', readTheme(form.get('theme')), { maxAge: 31_536_000, sameSite: 'lax', httpOnly: true, path: '/' })
}
