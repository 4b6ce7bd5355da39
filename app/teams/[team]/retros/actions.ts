'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { ACTION_FIELDS, type ActionText, readAction } from '../../../../lib/insights/expectation'
import { readWindow } from '../../../../lib/insights/page-window'
import { retroDays } from '../../../../lib/insights/retro-days'
import { loadPack, readPack, sharedZone } from '../../../../lib/insights/retro-pack'
import { demoDay } from '../../../../lib/store/demo'
import {
  addAction,
  addNote,
  MOST_ACTIONS,
  MOST_NOTES,
  NOTE_KINDS,
  type Retro,
  removeAction,
  removeNote,
  setVote,
} from '../../../../lib/store/retro-board'
import { closeRetro, discardRetro, findRetro, findRetroOf, openRetro, reopenRetro } from '../../../../lib/store/retros'
import { storableText } from '../../../../lib/store/storable'
import { dayKey } from '../../../../lib/time'
import { findTeam } from '../find-team'
import { retroPath, retrosPath } from './address'
import { defaultsOf } from './defaults-of'
import { type ActionState, blankAction, type NoteState, type OpenState } from './form-state'
import { keptTicket } from './ticket'

const LONGEST_NOTE = 2000
const LONGEST_FIELD = 12_000
const IN_DEMO = 'The demonstration keeps no retros. On your own data everybody of the team sees this.'

/** Why nothing may be changed here; null: it may. */
async function refusal(): Promise<string | null> {
  if (!(await permit('change-retro'))) return 'Retros cannot be changed here.'
  return (await demoDay()) === null ? null : IN_DEMO
}

/** Keeps the pack of these days. NOTE: what is meant comes as fields: see `submitSource` on bound arguments. */
export async function openTeamRetro(_: OpenState, form: FormData): Promise<OpenState> {
  const refused = await refusal()
  if (refused !== null) return { problem: refused }
  const team = await findTeam(encodeURIComponent(textOf(form, 'team')))
  if (!team) return { problem: 'There is no such team any more.' }
  const asked = readWindow({ from: textOf(form, 'from'), to: textOf(form, 'to') })
  if (!asked.ok) return { problem: asked.message }
  const now = Date.now()
  const read = retroDays(asked.choice, sharedZone(team.services), now)
  if (!read.ok) return { problem: read.message }
  const known = await findRetroOf(team.name, read.days)
  if (known !== null) redirect(retroPath(team.name, known))
  const pack = await loadPack(team, read.days, now)
  const { id } = await openRetro(team.name, { ...read.days, pack }, new Date(now))
  revalidatePath('/teams', 'layout')
  redirect(retroPath(team.name, id))
}

export async function submitNote({ added }: NoteState, form: FormData): Promise<NoteState> {
  const text = storableText(textOf(form, 'text')).replaceAll('\r\n', '\n').trim()
  const said = (problem: string): NoteState => ({ problem, text, added })
  const refused = await refusal()
  if (refused !== null) return said(refused)
  const kind = NOTE_KINDS.find((one) => one === textOf(form, 'kind'))
  if (!kind) return said('There is no such list of notes.')
  if (text === '') return said('Write something first.')
  if ([...text].length > LONGEST_NOTE) {
    return said(`A note has at most ${LONGEST_NOTE} characters; this one has ${[...text].length}. Nothing was added.`)
  }
  const answer = await addNote(retroOf(form), { kind, text }, new Date())
  if (answer === 'full') return said(`There are ${MOST_NOTES} notes already. Remove one first.`)
  if (answer === 'closed') return said('This retro is closed. Reopen it to add a note.')
  seen()
  return { problem: null, text: '', added: added + 1 }
}

export async function dropNote(form: FormData): Promise<void> {
  if ((await refusal()) !== null) return
  await removeNote(retroOf(form), textOf(form, 'note'))
  seen()
}

/** What is beyond a browser's votes is not counted; its page offers none then. */
export async function vote(form: FormData): Promise<void> {
  if ((await refusal()) !== null) return
  const ticket = await keptTicket(textOf(form, 'ticket'))
  const wanted = textOf(form, 'wanted') === 'yes'
  await setVote(retroOf(form), { note: textOf(form, 'note'), ticket, wanted })
  seen()
}

export async function submitAction(_: ActionState, form: FormData): Promise<ActionState> {
  const values = Object.fromEntries(ACTION_FIELDS.map((name) => [name, textOf(form, name)])) as ActionText // sound: every field
  const said = (problem: string): ActionState => ({ problem, problems: {}, values, added: null })
  const refused = await refusal()
  if (refused !== null) return said(refused)
  const retro = retroOf(form)
  const stored = await findRetro(retro.team, retro.id)
  const pack = readPack(stored?.pack)
  if (!stored || !pack) return said('There is no such retro any more.')
  const today = dayKey(Date.now(), pack.zone)
  const read = readAction(values, today)
  if (!read.ok) return { problem: null, problems: read.problems, values, added: null }
  const text = storableText(read.action.text)
  const answer = await addAction(
    retro,
    { ...read.action, text, ownerRole: storableText(read.action.ownerRole) },
    new Date(),
  )
  if (answer === 'full')
    return said(`A retro has at most ${MOST_ACTIONS} actions: more are not done. Remove one first.`)
  if (answer === 'closed') return said('This retro is closed. Reopen it to add an action.')
  seen()
  const blank = blankAction(await defaultsOf(retro.team, stored, today))
  return { problem: null, problems: {}, values: blank, added: text }
}

export async function dropAction(form: FormData): Promise<void> {
  if ((await refusal()) !== null) return
  await removeAction(retroOf(form), textOf(form, 'action'))
  seen()
}

/** Of two who close at once one does; for the other it is closed already, which the page says. */
export async function closeOrReopen(form: FormData): Promise<void> {
  if ((await refusal()) !== null) return
  const { team, id } = retroOf(form)
  if (textOf(form, 'do') === 'reopen') await reopenRetro(team, id)
  else await closeRetro(team, id, new Date())
  seen()
}

export async function discard(form: FormData): Promise<void> {
  if ((await refusal()) !== null) return
  const { team, id } = retroOf(form)
  const gone = await discardRetro(team, id)
  seen()
  if (gone) redirect(retrosPath(team))
}

function seen(): void {
  revalidatePath('/teams', 'layout')
}

function retroOf(form: FormData): Retro {
  return { team: textOf(form, 'team'), id: textOf(form, 'retro') }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\0', '').slice(0, LONGEST_FIELD).toWellFormed() : ''
}
