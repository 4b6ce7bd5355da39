// sg metrics, changes, deployments, incidents: one service, one window, as JSON or as text.
import { StreamgaugeError } from '../../lib/errors'
import type { ServiceFacts } from '../../lib/facts/service'
import { deriveEnvironment } from '../../lib/insights/derive-environment'
import { deriveStale } from '../../lib/insights/derive-stale'
import { measureService, type Question } from '../../lib/insights/measure'
import { listChanges, listDeployments, listIncidents } from '../../lib/insights/rows'
import { PROFILE } from '../../lib/metrics/contract'
import { loadServiceFacts } from '../../lib/store/facts'
import { environmentsOf, listServices } from '../../lib/store/services'
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
  const some = nearest(service, known).slice(0, 10).join(', ')
  const hint =
    known.length === 0
      ? 'Nothing is measured yet. Import records with: npm run sg -- import FILE'
      : `Known services: ${some}${known.length > 10 ? ` and ${known.length - 10} more` : ''}.`
  throw new StreamgaugeError('not-found', `There is no service named ${JSON.stringify(service)}.`, { hint })
}

/** An environment that nothing was ever deployed to is likely a slip of the pen; the answer is empty all the same. */
async function warnOfEmpty(facts: ServiceFacts): Promise<void> {
  if (facts.environment === 'production' || facts.deployments.length > 0) return
  const known = await environmentsOf(facts.service)
  const seen =
    known.length === 0 ? 'No deployment names any environment.' : `Environments seen: ${known.slice(0, 20).join(', ')}.`
  process.stderr.write(`Nothing was deployed to ${JSON.stringify(facts.environment)}. ${seen}\n`)
}

/** The names that share the most with what was asked for first, else as they come. */
function nearest(asked: string, names: string[]): string[] {
  const pairs = (text: string) =>
    new Set([...text.toLowerCase()].map((letter, at, all) => letter + (all[at + 1] ?? '')))
  const wanted = pairs(asked)
  const score = (name: string) => {
    const own = pairs(name)
    return [...own].filter((pair) => wanted.has(pair)).length / Math.max(own.size, wanted.size, 1)
  }
  const scored = names.map((name) => ({ name, score: score(name) }))
  return scored.sort((one, other) => other.score - one.score).map(({ name }) => name)
}

/** Answers one view on standard output. */
export async function runRead(view: View, options: ReadOptions, write: (text: string) => void): Promise<void> {
  if (options.profile !== undefined && options.profile !== PROFILE.name) {
    throw new UsageError(
      `--profile ${JSON.stringify(options.profile)} is not known. The only definition profile is ${PROFILE.name}.`,
    )
  }
  const unit = choiceOption('unit', options.unit, ['pr', 'commit'])
  if (options.env === '') throw new UsageError('--env is empty. Leave it out to measure production.')
  // Wrong times are told before a database is started; whether the window is empty depends on the service's zone.
  for (const option of ['from', 'to', 'now'] as const) {
    const text = options[option]
    if (text !== undefined) timeOption(option, text, 'UTC')
  }
  await withDatabase(async () => {
    await deriveStale()
    const facts = await factsOf(options.service, options.env ?? 'production')
    await warnOfEmpty(facts)
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
