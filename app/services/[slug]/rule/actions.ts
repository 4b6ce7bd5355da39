'use server'

import { redirect } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { deriveStale } from '../../../../lib/insights/derive-stale'
import { isDeclared } from '../../../../lib/store/declared'
import { demoDay } from '../../../../lib/store/demo'
import { ingest } from '../../../../lib/store/ingest'
import { currentServices } from '../../../../lib/store/measured'
import { loadConfiguredByName, type ServiceSummary } from '../../../../lib/store/services'
import { findService } from '../find-service'
import type { RuleState } from './form-state'
import { previewAddress, readRecord, readValues } from './values'

/**
 * Shows what the rule would count, or saves it and measures anew.
 * NOTE: the service comes as a field: without JavaScript Next never answers an action with bound arguments and a state.
 */
export async function submitRule(_: RuleState, form: FormData): Promise<RuleState> {
  const slug = String(form.get('service') ?? '')
  const values = readValues((name) => form.get(name))
  const refused = (message: string): RuleState => ({ problems: { '': message }, values })
  if (values === null) return refused('The form is not complete.')
  if (form.get('do') === 'preview') {
    const address = previewAddress(slug, values)
    if (address === null) return refused('This is too long for a preview.')
    redirect(address)
  }
  if (!(await permit('change-rule')) || (await demoDay()) !== null) return refused('Rules cannot be changed here.')
  const summary = await findService(slug)
  if (!summary) return refused('This service is not there any more.')
  if (await isDeclared(summary.name)) return refused('This service is managed by the configuration file.')
  const name = summary.configured ? summary.name : values.name
  const { record, problems } = readRecord({ ...values, name }, summary.repository)
  if (record === null) return { problems, values }
  if (!summary.configured && (await isTaken(name, summary)))
    return { problems: { name: 'is another service’s already' }, values }

  await ingest([record], { now: new Date() })
  await deriveStale()
  const saved = (await currentServices()).find((service) => service.name === name)
  redirect(`/services/${encodeURIComponent(saved?.slug ?? slug)}#rule`)
}

async function isTaken(name: string, { slug }: ServiceSummary): Promise<boolean> {
  const measured = await currentServices()
  return (
    measured.some((other) => other.name === name && other.slug !== slug) ||
    (await loadConfiguredByName([name])).length > 0
  )
}
