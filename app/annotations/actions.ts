'use server'

import { redirect } from 'next/navigation'
import { permit } from '../../lib/auth/permit'
import { readEnv } from '../../lib/env'
import { type Answer, type Asked, annotate, putBack, removeAnnotation } from '../../lib/insights/annotate'
import { readValues } from '../../lib/insights/annotation-form'
import { readPeople } from '../api/receive'
import { anchorOf, annotationsHref, keptOf } from './address'
import type { FormState } from './form-state'

/** Writes a new one or changes one. NOTE: everything comes as fields: see `submitRule` on bound arguments. */
export async function submitAnnotation(_: FormState, form: FormData): Promise<FormState> {
  const values = readValues((name) => form.get(name))
  const asked = readAsked(form)
  const refused = (message: string): FormState => ({ problems: { '': message }, values })
  if (!(await permit('change-annotations'))) return refused('Nothing may be noted here.')
  if (!asked) return refused('This form was not made by this page. Open it again.')
  const written = await annotate(asked, values, await common())
  if (!written.ok) return { problems: written.problems, values }
  redirect(annotationsHref(keptOf(textOf(form, 'kept')), { said: 'saved' }, anchorOf(asked.id)))
}

export async function removeWritten(form: FormData): Promise<void> {
  const asked = readAsked(form)
  await answer(form, async () => (asked ? await removeAnnotation(asked, await common()) : 'gone'), 'removed')
}

export async function putBackFormer(form: FormData): Promise<void> {
  const [asked, endedAt] = [readAsked(form), readVersion(textOf(form, 'ended'))]
  const isAsked = asked && endedAt !== null
  await answer(form, async () => (isAsked ? await putBack(asked, endedAt, await common()) : 'gone'), 'put-back')
}

/** Does it where it may be done, and shows the page again with the answer in its address. */
async function answer(form: FormData, act: () => Promise<Answer>, done: string): Promise<never> {
  const said = (await permit('change-annotations')) ? await act() : 'not-here'
  redirect(annotationsHref(keptOf(textOf(form, 'kept')), { said: said === 'saved' ? done : said }))
}

async function common() {
  return { now: new Date(), people: await readPeople(readEnv()) }
}

/** Null where it was not sent by a page of ours. */
function readAsked(form: FormData): Asked | null {
  const [id, seen] = [textOf(form, 'id'), textOf(form, 'seen')]
  const version = readVersion(seen)
  if (!/^[\w.:-]{1,100}$/.test(id) || (seen !== '' && version === null)) return null
  return { id, seen: version }
}

function readVersion(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.slice(0, 2000) : ''
}
