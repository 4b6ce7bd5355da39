// How far each service's deployments get, for the doctor and for pages without figures.
import { QUALITY_CODES } from '../facts/service'
import { DEPLOYMENT } from '../facts/tables'
import { currentServices, loadFacts } from '../store/measured'
import type { ServiceSummary } from '../store/services'

export type DeploymentCounts = { successes: number; unknownShas: number; attempts: number; unfinished: number }

/** Deployments that count, those of unknown commits, failed attempts, and those without a finish, by service. */
export async function deploymentCounts(services?: ServiceSummary[]): Promise<Map<string, DeploymentCounts>> {
  const facts = await loadFacts(services ?? (await currentServices()), Number.NEGATIVE_INFINITY)
  const unfinished = QUALITY_CODES.indexOf('missing_finish')
  return new Map(
    [...facts].map(([name, { deployments, quality }]) => {
      const counts: DeploymentCounts = { successes: 0, unknownShas: 0, attempts: 0, unfinished: 0 }
      for (const flags of deployments.flags) {
        if ((flags & DEPLOYMENT.succeeded) === 0) counts.attempts += 1
        else {
          counts.successes += 1
          if ((flags & DEPLOYMENT.shaKnown) === 0) counts.unknownShas += 1
        }
      }
      for (const code of quality.code) if (code === unfinished) counts.unfinished += 1
      return [name, counts]
    }),
  )
}
