'use server'

import { revalidatePath } from 'next/cache'
import { permit } from '../../../../lib/auth/permit'
import { AGREEMENT_IDS, type AgreementId } from '../../../../lib/insights/agreements'
import { type LimitsText, readLimits } from '../../../../lib/insights/agreements-load'
import { saveLimits } from '../../../../lib/store/agreements'
import { demoDay } from '../../../../lib/store/demo'
import { findTeam } from '../find-team'

export type LimitsState = {
  saved: boolean
  problem: string | null
  problems: Partial<Record<AgreementId, string>>
  /** What was typed; null: what is agreed on. */
  values: LimitsText | null
}

/** NOTE: whose they are comes as a field: see `submitSource` on bound arguments. */
export async function submitLimits(_: LimitsState, form: FormData): Promise<LimitsState> {
  const values = Object.fromEntries(AGREEMENT_IDS.map((id) => [id, textOf(form, id)])) as LimitsText // sound: every one
  const said = (problem: string): LimitsState => ({ saved: false, problem, problems: {}, values })
  if (!(await permit('change-retro'))) return said('Agreements cannot be changed here.')
  if ((await demoDay()) !== null) {
    return said('The demonstration keeps no agreements. On your own data this is kept for the team.')
  }
  const team = await findTeam(encodeURIComponent(textOf(form, 'team')))
  if (!team) return said('There is no such team any more.')
  const read = readLimits(values)
  if (!read.ok) return { saved: false, problem: null, problems: read.problems, values }
  await saveLimits(team.name, read.limits, new Date())
  revalidatePath('/teams', 'layout')
  return { saved: true, problem: null, problems: {}, values: null }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\0', '').slice(0, 200).toWellFormed() : ''
}
