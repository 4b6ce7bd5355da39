// sg metrics, changes, deployments, incidents: one service, one window, as JSON or as text.
import { StreamgaugeError } from '../../lib/errors'
import type { FactRows, RowsWanted } from '../../lib/facts/rows'
import type { ServiceFacts } from '../../lib/facts/service'
import { deriveEnvironment } from '../../lib/insights/derive-environment'
import { deriveStale } from '../../lib/insights/derive-stale'
import { measureService, type Question } from '../../lib/insights/measure'
import {
  changesWanted,
  deploymentsWanted,
  incidentsWanted,
  listChanges,
  listDeployments,
  listIncidents,
} from '../../lib/insights/rows'
import { PROFILE } from '../../lib/metrics/contract'
import { loadFactRows } from '../../lib/store/fact-rows'
import { loadServiceFacts } from '../../lib/store/measured'
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

const nothing = (): RowsWanted => ({})
const VIEWS = {
  metrics: {
    wanted: nothing,
    json: (facts: ServiceFacts, question: Question) => measureService(facts, question),
    text: (facts: ServiceFacts, question: Question) => describeMetrics(facts, question),
  },
  changes: { wanted: changesWanted, json: listChanges, text: describeChanges },
  deployments: { wanted: deploymentsWanted, json: listDeployments, text: describeDeployments },
  incidents: { wanted: incidentsWanted, json: listIncidents, text: describeIncidents },
}
export type View = keyof typeof VIEWS

type Found = { facts: ServiceFacts; rowsOf: (wanted: RowsWanted) => Promise<FactRows> }

export async function factsOf(service: string, environment: string): Promise<Found> {
  if (environment === 'production') {
    const facts = await loadServiceFacts(service)
    if (facts) return { facts, rowsOf: (wanted) => loadFactRows(facts.service.name, wanted) }
  } else {
    const derived = await deriveEnvironment(service, environment)
    if (derived) return { facts: derived.facts, rowsOf: async () => derived.rows }
  }
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
    const { facts, rowsOf } = await factsOf(options.service, options.env ?? 'production')
    await warnOfEmpty(facts)
    const zone = facts.service.timeZone
    const question: Question = {
      ...windowOptions(options.from, options.to, zone),
      now: options.now === undefined ? Date.now() : timeOption('now', options.now, zone),
      unit,
    }
    const { wanted, json, text } = VIEWS[view]
    const rows = await rowsOf(wanted(facts, question))
    write(options.json ? `${JSON.stringify(json(facts, question, rows), null, 2)}\n` : text(facts, question, rows))
  })
}
