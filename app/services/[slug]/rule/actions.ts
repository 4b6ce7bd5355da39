'use server'

import { redirect } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import type { RuleState } from './form-state'
import { saveRule } from './save'
import { EMPTY, previewAddress, readValues } from './values'

/**
 * Shows what the rule would count, or saves it.
 * NOTE: the service comes as a field: without JavaScript Next never answers an action with bound arguments and a state.
 */
export async function submitRule(_: RuleState, form: FormData): Promise<RuleState> {
  const slug = String(form.get('service') ?? '')
  const values = readValues((name) => form.get(name), EMPTY)
  const refused = (message: string): RuleState => ({ problems: { '': message }, values })
  if (!(await permit(form.get('do') === 'preview' ? 'read-rule' : 'change-rule')))
    return refused('This may not be done here.')
  if (form.get('do') === 'preview') {
    const address = previewAddress(slug, values)
    if (address === null) return refused('This is too long for a preview.')
    redirect(address)
  }
  const saved = await saveRule(slug, values, new Date())
  if (!saved.ok) return { problems: saved.problems, values }
  redirect(`/services/${encodeURIComponent(saved.slug)}#rule`)
}
