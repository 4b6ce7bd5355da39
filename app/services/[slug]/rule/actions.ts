'use server'

import { redirect } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { askedWindow, WINDOW_PARAMETERS, withQuery } from '../../../../lib/insights/page-window'
import type { RuleState } from './form-state'
import { forgetRule, saveRule } from './save'
import { EMPTY, parameterOf, previewAddress, readValues, ruleAddress } from './values'

/**
 * Shows what the rule would count, or saves it.
 * NOTE: the service comes as a field: without JavaScript Next never answers an action with bound arguments and a state.
 */
export async function submitRule(_: RuleState, form: FormData): Promise<RuleState> {
  const slug = String(form.get('service') ?? '')
  const values = readValues((name) => form.get(parameterOf(name)), EMPTY)
  const window = windowOf(form)
  const refused = (message: string): RuleState => ({ problems: { '': message }, values })
  if (!(await permit(form.get('do') === 'preview' ? 'read-rule' : 'change-rule')))
    return refused('This may not be done here.')
  if (form.get('do') === 'preview') {
    const address = previewAddress(slug, values, window)
    if (address === null) return refused('This is too long for a preview.')
    redirect(address)
  }
  const saved = await saveRule(slug, values, new Date())
  if (!saved.ok) return { problems: saved.problems, values }
  redirect(sectionAddress(saved.slug, window))
}

/** Lets Streamgauge choose the rule again; where that may not be, nothing happens. */
export async function unpinRule(form: FormData): Promise<void> {
  const slug = String(form.get('service') ?? '')
  const window = windowOf(form)
  const saved = (await permit('change-rule')) ? await forgetRule(slug, new Date()) : null
  redirect(saved?.ok ? sectionAddress(saved.slug, window) : withQuery(ruleAddress(slug), window))
}

/** The window that the form was opened in. */
function windowOf(form: FormData): string {
  const fields = WINDOW_PARAMETERS.map((name) => [name, String(form.get(name) ?? '')])
  return askedWindow(new URLSearchParams(fields).toString())
}

function sectionAddress(slug: string, window: string): string {
  return `${withQuery(`/services/${encodeURIComponent(slug)}`, window)}#rule`
}
