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
import { addEstimate, MOST_ESTIMATES, removeEstimate, type StreamOwner } from '../../../lib/store/stream-estimates'

export type EstimateState = {
  added: string | null
  /** What is wrong with the whole; beside it with each field. */
  problem: string | null
  problems: Partial<Record<EstimateField, string>>
  values: EstimateText
}

const BLANK: EstimateText = { name: '', place: 'before', active: '', wait: '', accurate: '' }

/** Adds an estimated stage. NOTE: whose it is comes as fields: see `submitSource` on bound arguments. */
export async function submitEstimate(_: EstimateState, form: FormData): Promise<EstimateState> {
  const values = Object.fromEntries(
    ESTIMATE_FIELDS.map((name) => [name, textOf(form, name).slice(0, 200)]),
  ) as EstimateText // sound: every field
  const refused = (problem: string): EstimateState => ({ added: null, problem, problems: {}, values })
  if (!(await permit('change-stream'))) return refused('Stages cannot be added here.')
  if ((await demoDay()) !== null) {
    return refused('The demonstration keeps no estimates. On your own data this adds the stage for everybody.')
  }
  const owner = await ownerOf(form)
  if (!owner) return refused('There is no such value stream any more.')
  const read = readEstimate(values)
  if (!read.ok) return { added: null, problem: null, problems: read.problems, values }
  const answer = await addEstimate(owner, read.estimate, new Date())
  if (answer === 'taken') {
    return {
      added: null,
      problem: null,
      problems: { name: 'is there already; remove that stage to estimate it anew' },
      values,
    }
  }
  if (answer === 'full') return refused(`A map has at most ${MOST_ESTIMATES} estimated stages. Remove one first.`)
  revalidatePath('/', 'layout')
  return { added: read.estimate.name, problem: null, problems: {}, values: BLANK }
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
