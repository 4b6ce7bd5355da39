// Stores what a person decided on a service's rule, and measures anew.
import { deriveStale } from '../../../../lib/insights/derive-stale'
import { ruleInstead } from '../../../../lib/insights/inferred-rule'
import { BY_HAND } from '../../../../lib/records/by-hand'
import { parseRecord } from '../../../../lib/records/record'
import { isDeclared } from '../../../../lib/store/declared'
import { demoDay } from '../../../../lib/store/demo'
import { ingest } from '../../../../lib/store/ingest'
import { currentServices } from '../../../../lib/store/measured'
import { loadConfiguredByName, type ServiceSummary } from '../../../../lib/store/services'
import { findService } from '../find-service'
import { type Problems, readRecord, type Values } from './values'

/** Where the service is then, or why nothing was saved. */
export type Saved = { ok: true; slug: string } | { ok: false; problems: Problems }

export async function saveRule(slug: string, values: Values, now: Date): Promise<Saved> {
  const refused = (problems: Problems): Saved => ({ ok: false, problems })
  if ((await demoDay()) !== null) return refused({ '': 'The rules of a demonstration cannot be changed.' })
  const summary = await findService(slug)
  if (!summary) return refused({ '': 'This service is not there any more.' })
  if (await isDeclared(summary.name)) return refused({ '': 'This service is managed by the configuration file.' })
  const name = summary.configured ? summary.name : values.name
  const { record, problems } = readRecord({ ...values, name }, summary.repository)
  if (record === null) return refused(problems)
  if (!summary.configured && (await isTaken(name, summary))) return refused({ name: 'is another service’s already' })
  await ingest([record], { now })
  await deriveStale()
  const saved = (await currentServices()).find((service) => service.name === name)
  return { ok: true, slug: saved?.slug ?? slug }
}

/** Forgets what these pages said of a service, so that its repository is measured by the first rule that finds something. */
export async function forgetRule(slug: string, now: Date): Promise<Saved> {
  const refused = (message: string): Saved => ({ ok: false, problems: { '': message } })
  if ((await demoDay()) !== null) return refused('The rules of a demonstration cannot be changed.')
  const summary = await findService(slug)
  if (!summary) return refused('This service is not there any more.')
  const { name, repository } = summary
  if (await isDeclared(name)) return refused('This service is managed by the configuration file.')
  if ((await ruleInstead(name, repository, BY_HAND)) === null) return refused('Others say what this service is.')
  const gone = parseRecord({ type: 'service', source: BY_HAND, name, deleted: true })
  if (!gone.ok) return refused('This service cannot be forgotten.')
  await ingest([gone.record], { now })
  await deriveStale()
  const left = (await currentServices()).find((service) => service.repository === repository)
  return { ok: true, slug: left?.slug ?? slug }
}

async function isTaken(name: string, { slug }: ServiceSummary): Promise<boolean> {
  const others = (await currentServices()).filter((service) => service.slug !== slug)
  return others.some((other) => other.name === name) || (await loadConfiguredByName([name])).length > 0
}
