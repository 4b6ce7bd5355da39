// A person's word on a deployment, from a page: checked, stored as a correction, and every figure derived anew.
import type { DeploymentFact } from '../facts/deployment'
import type { FactName } from '../facts/fact-key'
import type { People } from '../records/people'
import type { Correction } from '../records/schema'
import { changeSaid, loadSaid, type Said } from '../store/corrections'
import { demoDay } from '../store/demo'
import { findDeploymentFact } from '../store/deployment-records'
import { loadIncidentsOf } from '../store/fact-rows'
import { loadIncidents } from '../store/incidents'
import { currentServices } from '../store/measured'
import type { ServiceSummary } from '../store/services'
import { formatInstant } from '../time'
import { aboutOf, ownerOf } from './deployment-page'
import { deriveStale } from './derive-stale'

export const WORDS = [
  'confirm',
  'strike',
  'strike-reason',
  'add',
  'link',
  'confirm-link',
  'strike-link',
  'take-back',
  'again',
] as const
export type Word = (typeof WORDS)[number]

/**
 * What a form asks. `target`: the incident of a link (its source where the page knows it), the rule whose reason does not hold,
 * or the word to take back or to repeat.
 */
export type AskedWord = {
  slug: string
  deployment: FactName
  word: Word
  seen: string
  reason: string
  target: { source: string | null; id: string } | null
}

export const ANSWERS = [
  'saved',
  'taken-back',
  'demo',
  'gone',
  'meanwhile',
  'no-incident',
  'several-incidents',
  'long',
] as const
export type Answer = (typeof ANSWERS)[number]

export const LONGEST_REASON = 500

/** Stores the word and derives; or says why not, and stores nothing. `wordId` names a new correction. */
export async function correct(
  asked: AskedWord,
  wordId: string,
  { now, people }: { now: Date; people: People },
): Promise<Answer> {
  if ((await demoDay()) !== null) return 'demo'
  if (asked.reason.length > LONGEST_REASON) return 'long'
  const summary = (await currentServices()).find(({ slug }) => slug === asked.slug)
  const fact = summary && (await findDeploymentFact(summary.name, asked.deployment))
  if (!summary || !fact) return 'gone'
  const about = aboutOf(fact, await loadIncidentsOf(summary.name, fact), await ownerOf(summary))
  const { word, target, seen } = asked
  const common = { now, people }
  if (word === 'take-back') {
    if (!target || target.source === null) return 'gone'
    const takeBack = { source: target.source, id: target.id }
    return finish(await changeSaid(about, seen, { takeBack }, common), 'taken-back')
  }
  if (word === 'again') {
    const before = (await loadSaid(about)).find(
      (said) => said.takenBackAt !== null && said.source === target?.source && said.id === target.id,
    )
    if (!before) return 'gone'
    return finish(await changeSaid(about, seen, { say: repeated(before, now) }, common), 'saved')
  }
  if (word === 'strike-reason' && !fact.reasons.some(({ kind }) => kind === target?.id && RULE_NAMES.has(kind)))
    return 'gone'
  const incident = word.endsWith('link') ? await incidentMeant(target, fact) : null
  if (typeof incident === 'string') return incident
  const say = newWord(asked, { summary, fact, incident, wordId, now })
  return finish(await changeSaid(about, seen, { say }, common), 'saved')
}

async function finish(outcome: 'saved' | 'meanwhile' | 'gone', done: Answer): Promise<Answer> {
  if (outcome !== 'saved') return outcome
  await deriveStale()
  return done
}

/** The incident of an id: of the source that is named, else of the deployment's own, else the only one. */
async function incidentMeant(target: AskedWord['target'], { source }: FactName): Promise<FactName | Answer> {
  if (!target || target.id === '') return 'no-incident'
  const found = (await loadIncidents({ services: [], repositories: [], ids: [target.id] })).filter(
    ({ id }) => id === target.id,
  )
  const [first] = found
  if (!first) return 'no-incident'
  const meant = found.find((one) => one.source === (target.source ?? source)) ?? (found.length === 1 ? first : null)
  return meant ? { source: meant.source, id: meant.id } : 'several-incidents'
}

const SAYS = {
  confirm: 'confirm',
  strike: 'strike',
  'strike-reason': 'strike',
  add: 'add',
  link: 'add',
  'confirm-link': 'confirm',
  'strike-link': 'strike',
} as const

/** A word whose reason is one of these alone is about that rule's reason only (METRICS section 5), not about the failure. */
const RULE_NAMES = new Set(['incident', 'rollback', 'revert', 'hotfix'])

type Given = { summary: ServiceSummary; fact: DeploymentFact; incident: FactName | null; wordId: string; now: Date }

/**
 * The record of a word. It is of the source of what it names, because a reference resolves within its own source first; and it
 * names the service, or the repository where nobody configured it and its name may still change.
 */
function newWord({ word, reason, target }: AskedWord, { summary, fact, incident, wordId, now }: Given): Correction {
  const typed = reason.trim()
  const why = word === 'strike-reason' ? (target?.id ?? '') : RULE_NAMES.has(typed) ? `${typed}.` : typed
  return {
    type: 'correction',
    source: incident?.source ?? fact.source,
    id: wordId,
    deployment: fact.id,
    ...(incident && { incident: incident.id }),
    ...(summary.configured ? { service: summary.name } : { repository: summary.repository }),
    says: SAYS[word as keyof typeof SAYS], // sound: the other words are answered before
    ...(why !== '' && { reason: why }),
    at: formatInstant(now.getTime()),
  }
}

/** What was taken back, said again now. */
function repeated(
  { source, id, deployment, incident, service, repository, says, reason }: Said,
  now: Date,
): Correction {
  const optional = Object.entries({ deployment, incident, service, repository, reason }).filter(
    ([, value]) => value !== null,
  )
  return {
    type: 'correction',
    source,
    id,
    ...(Object.fromEntries(optional) as Partial<Correction>), // sound: fields of a correction that are not null
    says,
    at: formatInstant(now.getTime()),
  }
}
