'use server'

import { revalidatePath } from 'next/cache'
import { permit } from '../../../../lib/auth/permit'
import { readFuture } from '../../../../lib/insights/future-edits'
import { readTarget, type TargetText, targetOf } from '../../../../lib/insights/future-target'
import { readWindow, windowAsked } from '../../../../lib/insights/page-window'
import { demoDay } from '../../../../lib/store/demo'
import { addFutureState, MOST_STATES, removeFutureState } from '../../../../lib/store/future-states'
import { currentServices } from '../../../../lib/store/measured'
import { loadFuture } from './load-future'

export type SaveState = {
  saved: string | null
  /** What is wrong with the whole; beside it with each field. */
  problem: string | null
  problems: Partial<TargetText>
  values: TargetText
}

/** Saves a future state, simulated anew here. NOTE: what it is comes as fields: see `submitSource` on bound arguments. */
export async function saveFuture(_: SaveState, form: FormData): Promise<SaveState> {
  const values = { name: textOf(form, 'name').slice(0, 200), reasons: textOf(form, 'reasons').slice(0, 4000) }
  const refused = (problem: string): SaveState => ({ saved: null, problem, problems: {}, values })
  if (!(await permit('change-stream'))) return refused('Future states cannot be saved here.')
  if ((await demoDay()) !== null) {
    return refused('The demonstration keeps no future states. On your own data this saves it for everybody.')
  }
  const summary = await serviceOf(form)
  if (!summary) return refused('There is no such service any more.')
  const query = new URLSearchParams(textOf(form, 'asked'))
  const one = (name: string) => query.get(name) || undefined
  const window = readWindow(windowAsked(one))
  if (!window.ok) return refused(window.message)
  const read = readTarget(values)
  if (!read.ok) return { saved: null, problem: null, problems: read.problems, values }
  const now = Date.now()
  const loaded = await loadFuture(summary, window.choice, readFuture(one).asked, now)
  if (!loaded) return refused('There is no such service any more.')
  const target = targetOf(loaded.view, loaded.range)
  if (!target.ok) return refused(target.problem)
  const answer = await addFutureState(summary.name, { ...read.text, ...target.target }, new Date(now))
  if (answer === 'taken') {
    return { saved: null, problem: null, problems: { name: 'is there already; give it another one' }, values }
  }
  if (answer === 'full') return refused(`A service keeps at most ${MOST_STATES} future states. Remove one first.`)
  revalidatePath('/', 'layout')
  return { saved: read.text.name, problem: null, problems: {}, values: { name: '', reasons: '' } }
}

export async function dropFuture(form: FormData): Promise<void> {
  if (!(await permit('change-stream')) || (await demoDay()) !== null) return
  const summary = await serviceOf(form)
  if (!summary) return
  await removeFutureState(summary.name, textOf(form, 'id'), new Date())
  revalidatePath('/', 'layout')
}

async function serviceOf(form: FormData) {
  const slug = textOf(form, 'service')
  return (await currentServices()).find((service) => service.slug === slug)
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\0', '') : ''
}
