// The rule that Streamgauge would choose for a repository if nobody had said one.
import { RULES, yieldsDeployment } from '../derive/service'
import type { RuleInUse } from '../facts/deployment'
import { loadRecentEvents } from '../store/recent-events'
import { loadConfigured, sourcesOfService, unconfigured } from '../store/services'

/** As far back as is looked; the derivation looks at everything. */
const LATEST = 1000

/**
 * What comes in place of a service that nobody but these pages configured, when it is forgotten; null: a file or a source
 * says it too, or it shares its repository, so that nothing would be chosen.
 */
export async function ruleInstead(name: string, repository: string, own: string): Promise<RuleInUse | null> {
  const [sources, configured] = await Promise.all([sourcesOfService(name), loadConfigured(repository)])
  if (sources.length !== 1 || sources[0] !== own || configured.length !== 1) return null
  const { input } = unconfigured(repository)
  for (const from of RULES) {
    const records = await loadRecentEvents({ repository, services: [repository, name], kind: from, limit: LATEST })
    if (yieldsDeployment(from, input, records, 'production')) return { from, inferred: true }
  }
  return { from: 'deployment', inferred: true }
}
