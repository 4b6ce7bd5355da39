// Why a service shows nothing: the steps from a source to a figure, and the first one that is missing. The page and the doctor say the same.
import { type CollectionState, loadCollectionStates } from '../store/collection-runs'
import { recordsByRepository } from '../store/counts'
import type { ServiceSummary } from '../store/services'
import { type DeploymentCounts, deploymentCounts } from './deployment-counts'
import { ruleWords } from './rule-words'
import { countWords } from './service-figures'

/** `mend` is null once it is done. */
export type Step = { title: string; done: boolean; says: string; mend: string | null }

/** `records`: how many of its repository are there, of any kind. */
export type Known = Pick<ServiceSummary, 'repository' | 'rule'> & {
  records: number
  counts: DeploymentCounts
  sources: Sources
}

/** How many sources are connected, how many of them were ever read to an end, and one that fails. */
export type Sources = { connected: number; collected: number; failing: { name: string; says: string } | null }

/** Every step up to the first that is missing, which is then the last of them. */
export function whyEmpty(known: Known): Step[] {
  const steps = [sourced(known), collected(known), found(known), succeeded(known), connected(known)]
  const missing = steps.findIndex(({ done }) => !done)
  const shown = missing === -1 ? steps : steps.slice(0, missing + 1)
  return shown.map((step) => (step.done ? { ...step, mend: null } : step))
}

/** A deployment may name its service alone. */
function hasRecords({ records, counts: { successes, attempts, unfinished } }: Known): boolean {
  return records + successes + attempts + unfinished > 0
}

function sourced(known: Known): Step {
  const { connected } = known.sources
  return {
    title: 'A source',
    done: connected > 0 || hasRecords(known),
    says:
      connected > 0
        ? `${countWords(connected, ['is connected', 'are connected'])}.`
        : hasRecords(known)
          ? 'None is connected: records were imported or sent.'
          : 'None is connected, and nothing was imported.',
    mend: `Connect the source that has ${known.repository}, or import its records.`,
  }
}

function collected(known: Known): Step {
  const { repository, records, sources } = known
  const isThere = hasRecords(known)
  const { says, mend } = missingRecords(sources)
  return {
    title: 'Records of its repository',
    done: isThere,
    says: isThere
      ? `${countWords(records, ['record', 'records'])} of ${repository}.`
      : `None of ${repository} has arrived${says}.`,
    mend,
  }
}

function missingRecords({ collected: ended, failing }: Sources): { says: string; mend: string } {
  if (failing)
    return { says: `: ${failing.name} failed, ${failing.says}`, mend: `Mend ${failing.name}, and collect it again.` }
  if (ended === 0)
    return { says: ': no source has been collected yet', mend: 'Wait for the first run, or collect it now.' }
  return { says: '', mend: 'See that a connected source covers this repository.' }
}

function found({ rule, counts: { successes, attempts, unfinished } }: Known): Step {
  const { words, pattern } = ruleWords(rule)
  const looked = `${words}${pattern === null ? '' : ` ${pattern}`}`
  const matched = successes + attempts + unfinished
  return {
    title: 'Deployments to production',
    done: matched > 0,
    says:
      matched > 0
        ? `${countWords(matched, ['deployment', 'deployments'])} found among ${looked}.`
        : rule.inferred
          ? 'None of deployment records, deploy pipelines, deploy jobs, release tags and merges yields one.'
          : `None found among ${looked}.`,
    mend: 'Give the service a deployment rule or production environments that fit its records.',
  }
}

function succeeded({ counts: { successes, attempts, unfinished } }: Known): Step {
  return {
    title: 'Successful ones',
    done: successes > 0,
    says:
      successes > 0
        ? `${countWords(successes, ['of them has', 'of them have'])} succeeded.`
        : `None: ${countWords(attempts, ['failed attempt', 'failed attempts'])}, ${unfinished.toLocaleString('en')} without an end time.`,
    mend: 'See that the source tells when a deployment ended, and how.',
  }
}

function connected({ repository, counts: { successes, unknownShas } }: Known): Step {
  const isKnown = unknownShas < successes
  return {
    title: 'What they delivered',
    done: isKnown,
    says: isKnown
      ? unknownShas === 0
        ? 'Their commits are known.'
        : `The commits of ${countWords(successes - unknownShas, ['of them', 'of them'])} are known, of ${unknownShas.toLocaleString('en')} not.`
      : 'None of their commits is known, so nothing is delivered.',
    mend: `Collect the commits of ${repository}; a shallow clone does not have them all.`,
  }
}

export function sourcesOf(states: readonly Pick<CollectionState, 'name' | 'lastFinishedAt' | 'lastError'>[]): Sources {
  const failing = states.find(({ lastError }) => lastError !== null)
  return {
    connected: states.length,
    collected: states.filter(({ lastFinishedAt }) => lastFinishedAt !== null).length,
    failing: failing?.lastError ? { name: failing.name, says: failing.lastError.message.replace(/\.$/, '') } : null,
  }
}

export const NO_DEPLOYMENTS: DeploymentCounts = { successes: 0, attempts: 0, unfinished: 0, unknownShas: 0 }

/** Those steps of a service as its database is. Deployments that name the service count as records, whatever their repository. */
export async function loadWhyEmpty(service: ServiceSummary): Promise<Step[]> {
  const [all, byRepository, states] = await Promise.all([
    deploymentCounts([service]),
    recordsByRepository(service.repository),
    loadCollectionStates(),
  ])
  const counts = all.get(service.name) ?? NO_DEPLOYMENTS
  return whyEmpty({
    ...service,
    counts,
    records: byRepository.get(service.repository) ?? 0,
    sources: sourcesOf(states),
  })
}
