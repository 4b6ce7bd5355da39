// sg metrics, changes, deployments, incidents: one service, one window, as JSON or as text.
import { StreamgaugeError } from '../../lib/errors'
import type { ServiceFacts } from '../../lib/facts/service'
import { deriveEnvironment, deriveStale } from '../../lib/insights/derive-stale'
import { measureService, type Question } from '../../lib/insights/measure'
import { listChanges, listDeployments, listIncidents } from '../../lib/insights/rows'
import { PROFILE } from '../../lib/metrics/contract'
import { loadServiceFacts } from '../../lib/store/facts'
import { listServices } from '../../lib/store/services'
import { withDatabase } from '../database'
import { choiceOption, timeOption, UsageError, windowOptions } from '../usage'
import { describeChanges, describeDeployments, describeIncidents, describeMetrics } from './describe'

export type ReadOptions = {
  service: string
  from: string
  to: string
  env?: string
  unit?: string
  profile?: string
  now?: string
  json?: boolean
}

const VIEWS = {
  metrics: { json: measureService, text: describeMetrics },
  changes: { json: listChanges, text: describeChanges },
  deployments: { json: listDeployments, text: describeDeployments },
  incidents: { json: listIncidents, text: describeIncidents },
}
export type View = keyof typeof VIEWS

async function factsOf(service: string, environment: string): Promise<ServiceFacts> {
  const facts =
    environment === 'production' ? await loadServiceFacts(service) : await deriveEnvironment(service, environment)
  if (facts) return facts
  const known = (await listServices()).map(({ name }) => name)
  const some = known.slice(0, 10).join(', ')
  const hint =
    known.length === 0
      ? 'Nothing is measured yet. Import records with: npm run sg -- import FILE'
      : `Known services: ${some}${known.length > 10 ? ` and ${known.length - 10} more` : ''}.`
  throw new StreamgaugeError('not-found', `There is no service named ${JSON.stringify(service)}.`, { hint })
}

/** Answers one view on standard output. */
export async function runRead(view: View, options: ReadOptions, write: (text: string) => void): Promise<void> {
  if (options.profile !== undefined && options.profile !== PROFILE.name) {
    throw new UsageError(
      `--profile ${JSON.stringify(options.profile)} is not known. The only definition profile is ${PROFILE.name}.`,
    )
  }
  const unit = choiceOption('unit', options.unit, ['pr', 'commit'])
  // Wrong times are told before a database is started; the zone is the service's once it is known.
  windowOptions(options.from, options.to, 'UTC')
  if (options.now !== undefined) timeOption('now', options.now, 'UTC')
  await withDatabase(async () => {
    await deriveStale()
    const facts = await factsOf(options.service, options.env ?? 'production')
    const zone = facts.service.timeZone
    const question: Question = {
      ...windowOptions(options.from, options.to, zone),
      now: options.now === undefined ? Date.now() : timeOption('now', options.now, zone),
      unit,
    }
    const { json, text } = VIEWS[view]
    write(options.json ? `${JSON.stringify(json(facts, question), null, 2)}\n` : text(facts, question))
  })
}
