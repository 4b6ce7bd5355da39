'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { createIngestToken } from '../../lib/auth/ingest-token'
import { permit } from '../../lib/auth/permit'
import { secretPaths } from '../../lib/auth/secret-fields'
import type { Check } from '../../lib/collectors/contract'
import { removeWorkdir } from '../../lib/collectors/workdir'
import { readEnv } from '../../lib/env'
import { StreamgaugeError } from '../../lib/errors'
import { formatCount, formatDuration } from '../../lib/format'
import { createLog } from '../../lib/log'
import { findConnection, pauseConnection, removeConnection } from '../../lib/store/connections'
import { demoDay } from '../../lib/store/demo'
import { removeIngestToken } from '../../lib/store/ingest-tokens'
import { enqueueCollection } from '../../lib/store/queue'
import { checkDraft, type Draft, readDraft, saveDraft } from './draft'
import type { Answer, FormState } from './form-state'

async function mayChange(): Promise<boolean> {
  return (await permit('change-sources')) && (await demoDay()) === null
}

/**
 * Tests, or saves and asks for a collection.
 * NOTE: what is changed comes as a field: without JavaScript Next never answers an action with bound arguments and a state.
 */
export async function submitSource(_: FormState, form: FormData): Promise<FormState> {
  const refused = (message: string): FormState => ({ problems: { '': message }, values: {}, answer: null })
  if (!(await mayChange())) return refused('Sources cannot be changed here.')
  const known = form.get('known')
  const read = await readDraft(form, known === null ? null : String(known))
  if (!read) return refused('There is no such source any more.')
  const { draft, problems } = read
  if (draft.before?.managedByFile) return refused('This source is managed by the configuration file.')
  const values = valuesOf(form, draft)
  if (Object.keys(problems).length > 0) return { problems, values, answer: null }
  if (form.get('do') === 'test') return { problems, values, answer: await ask(draft) }
  await saveDraft(draft)
  await begin(draft.name)
  redirect(addressOf(draft.name))
}

async function ask(draft: Draft): Promise<Answer> {
  try {
    return answerOf(await checkDraft(draft))
  } catch (error) {
    const said = error instanceof StreamgaugeError && error.kind !== 'bug'
    if (!said) createLog({ process: 'web' }).error({ err: error }, 'A connection could not be tested.')
    const summary = said ? error.message : 'It could not be tested; see the log.'
    return { ok: false, summary, hint: said ? (error.hint ?? null) : null, warnings: [], sees: null, volume: null }
  }
}

function answerOf({ summary, warnings, sees, volume }: Check): Answer {
  const requests = volume && `${formatCount(volume.requests)} ${volume.requests === 1 ? 'request' : 'requests'}`
  const told =
    volume &&
    `The first collection takes about ${formatDuration(volume.seconds)}: ${requests} for ${formatCount(volume.records)} records.`
  return { ok: true, summary, hint: null, warnings, sees: sees ?? null, volume: told ?? null }
}

/** What was typed, except secrets. */
function valuesOf(form: FormData, { source }: Draft): Record<string, string> {
  const secret = new Set(secretPaths(source.config).map((path) => path.join('.')))
  const typed = [...form].filter(
    ([name, value]) => typeof value === 'string' && !name.startsWith('$') && !secret.has(name),
  )
  return Object.fromEntries(typed.map(([name, value]) => [name, String(value)]))
}

/** The queue may not be there before a worker has ever started: then its first schedule collects it. */
async function begin(name: string): Promise<void> {
  try {
    await enqueueCollection(name)
  } catch (error) {
    if (!(error instanceof StreamgaugeError)) throw error
  }
}

function addressOf(name: string): string {
  return `/sources/${encodeURIComponent(name)}`
}

export async function collectNow(name: string): Promise<void> {
  if (!(await mayChange())) return
  await begin(name)
  revalidatePath('/sources')
}

export async function setPaused(name: string, paused: boolean): Promise<void> {
  if (!(await mayChange())) return
  await pauseConnection(name, paused)
  revalidatePath('/sources')
}

/** Forgets a connection; the records that it brought stay. */
export async function removeSource(name: string): Promise<void> {
  if (!(await mayChange())) return
  const connection = await findConnection(name)
  if (connection && !connection.managedByFile) {
    await removeConnection(name)
    await removeWorkdir(readEnv().home, name)
  }
  redirect('/sources')
}

export type TokenState = { token: string | null; problem: string | null }

/** The token is in the answer, this once. */
export async function addToken(_: TokenState, form: FormData): Promise<TokenState> {
  if (!(await mayChange())) return { token: null, problem: 'Tokens cannot be made here.' }
  const name = String(form.get('name') ?? '').trim()
  if (name === '' || name.length > 100) return { token: null, problem: 'Give it a name of at most 100 characters.' }
  try {
    const token = await createIngestToken(name, new Date())
    revalidatePath('/sources')
    return { token, problem: null }
  } catch (error) {
    if (!(error instanceof StreamgaugeError)) throw error
    return { token: null, problem: error.message }
  }
}

export async function removeToken(name: string): Promise<void> {
  if (!(await mayChange())) return
  await removeIngestToken(name)
  revalidatePath('/sources')
}
