'use server'

import { revalidatePath } from 'next/cache'
import { permit } from '../lib/auth/permit'
import { viewQuery } from '../lib/insights/overview-view'
import { demoDay } from '../lib/store/demo'
import { MOST_VIEWS, removeView, saveView } from '../lib/store/saved-views'

export type SaveState = { saved: string | null; problem: string | null }

const LONGEST_NAME = 100
const LONGEST_QUERY = 4_000

/** Keeps the shown view under a name. The view comes as a field: see `submitSource` on bound arguments. */
export async function saveShownView(_: SaveState, form: FormData): Promise<SaveState> {
  const refused = (problem: string): SaveState => ({ saved: null, problem })
  if (!(await permit('save-view'))) return refused('Views cannot be saved here.')
  if ((await demoDay()) !== null) return refused('The demonstration keeps no views. Its link shows this one again.')
  const name = textOf(form, 'name').replaceAll('\0', '').trim().normalize('NFC')
  if (name === '') return refused('Give the view a name.')
  if ([...name].length > LONGEST_NAME) return refused(`A name has at most ${LONGEST_NAME} characters.`)
  const given = textOf(form, 'view').replaceAll('\0', '')
  const query = given.length > LONGEST_QUERY ? null : viewQuery(given)
  if (query === null) return refused('This view cannot be shown, so it cannot be saved either.')
  const answer = await saveView({ name, query }, new Date())
  if (answer === 'taken') {
    return refused(`There is a view named “${name}” already. Choose another name, or delete that one first.`)
  }
  if (answer === 'full') return refused(`There are ${MOST_VIEWS} views already. Delete one that nobody needs.`)
  revalidatePath('/')
  return { saved: name, problem: null }
}

export async function deleteView(form: FormData): Promise<void> {
  if (!(await permit('save-view')) || (await demoDay()) !== null) return
  await removeView(textOf(form, 'name'))
  revalidatePath('/')
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
