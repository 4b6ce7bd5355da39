// The services of a repository as they are measured: derived from its records, or as they are stored.
import { deriveRepository } from '../derive'
import type { LinkableService } from '../derive/link-index'
import type { Mention, ServiceDerivation } from '../derive/service'
import { loadDeployments } from '../store/fact-rows'
import { loadMentions } from '../store/links'
import { loadRepository, repositoryExists } from '../store/records'
import {
  type ConfiguredService,
  findService,
  loadConfigured,
  loadConfiguredByName,
  unconfigured,
} from '../store/services'

export type Derived = {
  derivation: ServiceDerivation
  settings: ConfiguredService['settings']
  /** Its changes and mentions are written already, and its changes no longer held. */
  isSaved: boolean
}

/** The configured services of a repository, else the one that stands for it. */
export async function measuredServices(repository: string): Promise<ConfiguredService[]> {
  const services = await loadConfigured(repository)
  if (services.length > 0 || !(await repositoryExists(repository))) return services
  const taken = await loadConfiguredByName([repository])
  return [unconfigured(repository, taken.length === 0 ? repository : `${repository} (repository)`)]
}

/** First pass: all services of a repository in one environment, each on its own. */
export async function deriveServices(
  repository: string,
  services: ConfiguredService[],
  environment: string,
  mentions: Set<Mention>,
): Promise<Derived[]> {
  if (services.length === 0) return []
  const inputs = services.map((service) => service.input)
  const records = await loadRepository(
    repository,
    inputs.flatMap(({ name, aliases }) => [name, ...aliases]),
    inputs.some(({ paths }) => paths !== null),
  )
  const derivations = deriveRepository(records, inputs, environment, mentions)
  return derivations.map((derivation, at) => ({
    derivation,
    settings: (services[at] as ConfiguredService).settings,
    isSaved: false,
  }))
}

/** Services as their stored facts have them in production. */
export async function storedLinkables(names: string[]): Promise<LinkableService[]> {
  const bases = await loadDeployments(names)
  const mentions = await loadMentions(names)
  const inputs = new Map((await loadConfiguredByName(names)).map(({ input }) => [input.name, input]))
  const found: LinkableService[] = []
  for (const name of names) {
    const state = inputs.get(name) ? null : await findService(name)
    const service = inputs.get(name) ?? (state ? unconfigured(state.repository, name).input : null)
    if (service) found.push({ service, deployments: bases.get(name) ?? [], mentions: mentions.get(name) ?? new Map() })
  }
  return found
}
