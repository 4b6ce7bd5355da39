'use server'

import { revalidatePath } from 'next/cache'
import { permit } from '../../../lib/auth/permit'
import {
  ESTIMATE_FIELDS,
  type EstimateField,
  type EstimateText,
  readEstimate,
} from '../../../lib/insights/stream-estimate'
import { demoDay } from '../../../lib/store/demo'
import { currentServices } from '../../../lib/store/measured'
import {
  addEstimate,
  MOST_ESTIMATES,
  moveEstimate,
  removeEstimate,
  replaceEstimate,
  type StreamOwner,
} from '../../../lib/store/stream-estimates'

export type EstimateState = {
  added: string | null
  /** The estimate that it was to replace; null: none. */
  of: string | null
  /** What is wrong with the whole; beside it with each field. */
  problem: string | null
  problems: Partial<Record<EstimateField, string>>
  values: EstimateText
}

const BLANK: EstimateText = { name: '', place: 'before', active: '', wait: '', accurate: '' }

/** Adds an estimated stage, or estimates one anew. NOTE: whose it is comes as fields: see `submitSource` on bound arguments. */
export async function submitEstimate(_: EstimateState, form: FormData): Promise<EstimateState> {
  const values = Object.fromEntries(
    ESTIMATE_FIELDS.map((name) => [name, textOf(form, name).slice(0, 200)]),
  ) as EstimateText // sound: every field
  const of = textOf(form, 'id') || null
  const wrong = (problems: EstimateState['problems']): EstimateState => {
    return { added: null, of, problem: null, problems, values }
  }
  const refused = (problem: string): EstimateState => ({ added: null, of, problem, problems: {}, values })
  if (!(await permit('change-stream'))) return refused('Stages cannot be changed here.')
  if ((await demoDay()) !== null) {
    return refused('The demonstration keeps no estimates. On your own data this changes the stage for everybody.')
  }
  const owner = await ownerOf(form)
  if (!owner) return refused('There is no such value stream any more.')
  const read = readEstimate(values)
  if (!read.ok) return wrong(read.problems)
  const now = new Date()
  const answer =
    of === null ? await addEstimate(owner, read.estimate, now) : await replaceEstimate(owner, of, read.estimate, now)
  if (answer === 'taken') {
    return wrong({ name: of === null ? 'is there already; change that stage instead' : 'is there already' })
  }
  if (answer === 'full') return refused(`A map has at most ${MOST_ESTIMATES} estimated stages. Remove one first.`)
  if (answer === 'gone') return refused('Somebody removed or changed this estimate in the meantime.')
  revalidatePath('/', 'layout')
  return { added: read.estimate.name, of, problem: null, problems: {}, values: BLANK }
}

/** One step towards the beginning or the end of the stream. */
export async function shiftEstimate(form: FormData): Promise<void> {
  if (!(await permit('change-stream')) || (await demoDay()) !== null) return
  const owner = await ownerOf(form)
  if (!owner) return
  await moveEstimate(owner, textOf(form, 'id'), textOf(form, 'to') === 'earlier' ? -1 : 1)
  revalidatePath('/', 'layout')
}

export async function dropEstimate(form: FormData): Promise<void> {
  if (!(await permit('change-stream')) || (await demoDay()) !== null) return
  const owner = await ownerOf(form)
  if (!owner) return
  await removeEstimate(owner, textOf(form, 'id'), new Date())
  revalidatePath('/', 'layout')
}

/** Of a service or a team that there is. */
async function ownerOf(form: FormData): Promise<StreamOwner | null> {
  const [about, owner] = [textOf(form, 'about'), textOf(form, 'owner')]
  const services = await currentServices()
  if (about === 'service') return services.some(({ name }) => name === owner) ? { about, owner } : null
  if (about === 'team') return services.some(({ team }) => team === owner) ? { about, owner } : null
  return null
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\0', '') : ''
}
