// Why a service shows nothing: the steps from a source to a figure, and the first one that is missing. The page and the doctor say the same.
import { recordsByRepository } from '../store/counts'
import type { ServiceSummary } from '../store/services'
import { type DeploymentCounts, deploymentCounts } from './deployment-counts'
import { ruleWords } from './rule-words'
import { countWords } from './service-figures'

/** `mend` is null once it is done. */
export type Step = { title: string; done: boolean; says: string; mend: string | null }

/** `records`: how many of its repository are there, of any kind. */
export type Known = Pick<ServiceSummary, 'repository' | 'rule'> & { records: number; counts: DeploymentCounts }

/** Every step up to the first that is missing, which is then the last of them. */
export function whyEmpty(known: Known): Step[] {
  const steps = [collected(known), found(known), succeeded(known), connected(known)]
  const missing = steps.findIndex(({ done }) => !done)
  const shown = missing === -1 ? steps : steps.slice(0, missing + 1)
  return shown.map((step) => (step.done ? { ...step, mend: null } : step))
}

function collected({ repository, records, counts: { successes, attempts, unfinished } }: Known): Step {
  // A deployment may name its service alone.
  const isThere = records + successes + attempts + unfinished > 0
  return {
    title: 'Records of its repository',
    done: isThere,
    says: isThere
      ? `${countWords(records, ['record', 'records'])} of ${repository}.`
      : `None of ${repository} has arrived.`,
    mend: 'Connect the source that has it, and see on its page that the last run went well.',
  }
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

export const NO_DEPLOYMENTS: DeploymentCounts = { successes: 0, attempts: 0, unfinished: 0, unknownShas: 0 }

/** Those steps of a service as its database is. Deployments that name the service count as records, whatever their repository. */
export async function loadWhyEmpty(service: ServiceSummary): Promise<Step[]> {
  const [all, byRepository] = await Promise.all([deploymentCounts([service]), recordsByRepository(service.repository)])
  const counts = all.get(service.name) ?? NO_DEPLOYMENTS
  return whyEmpty({ ...service, counts, records: byRepository.get(service.repository) ?? 0 })
}
