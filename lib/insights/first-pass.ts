// The services of a repository as they are measured: derived from its records, or as they are stored.
import { deriveRepository } from '../derive'
import type { LinkableService } from '../derive/link-index'
import type { Mention, ServiceDerivation } from '../derive/service'
import { loadDeployments } from '../store/fact-rows'
import { loadMentions } from '../store/links'
import { countRecords, loadRepositories, repositoryExists } from '../store/records'
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

/** The configured services of each repository, else the one that stands for it. */
export async function measuredServices(...repositories: string[]): Promise<Map<string, ConfiguredService[]>> {
  const measured = new Map<string, ConfiguredService[]>(repositories.map((name) => [name, []]))
  for (const service of await loadConfigured(...repositories)) measured.get(service.input.repository)?.push(service)
  for (const [repository, services] of measured) {
    if (services.length > 0 || !(await repositoryExists(repository))) continue
    const taken = await loadConfiguredByName([repository])
    services.push(unconfigured(repository, taken.length === 0 ? repository : `${repository} (repository)`))
  }
  return measured
}

/** First pass: all services of these repositories in one environment, each repository on its own. */
export async function deriveServices(
  measured: Map<string, ConfiguredService[]>,
  environment: string,
  mentions: Set<Mention>,
): Promise<Derived[]> {
  const wanted = [...measured].filter(([, services]) => services.length > 0)
  if (wanted.length === 0) return []
  const repositories = await loadRepositories(
    wanted.map(([name, services]) => ({
      name,
      serviceNames: services.flatMap(({ input }) => [input.name, ...input.aliases]),
      wantPaths: services.some(({ input }) => input.paths !== null),
    })),
  )
  return repositories.flatMap((records) => {
    const services = measured.get(records.name) ?? []
    const inputs = services.map(({ input }) => input)
    return deriveRepository(records, inputs, environment, mentions).map((derivation, at) => ({
      derivation,
      settings: (services[at] as ConfiguredService).settings,
      isSaved: false,
    }))
  })
}

// Bounds of what is read at once: about so many records, and so many repositories.
const GROUP_RECORDS = 10_000
const GROUP_REPOSITORIES = 50

/** Small repositories together, so that thousands of them do not cost ten statements each; a large one alone. */
export async function groupRepositories(names: string[]): Promise<string[][]> {
  const groups: string[][] = []
  const counts = names.length > 1 ? await countRecords(names) : new Map<string, number>()
  let size = GROUP_RECORDS
  for (const name of names) {
    const count = counts.get(name) ?? 0
    const last = groups.at(-1)
    if (last && size + count < GROUP_RECORDS && last.length < GROUP_REPOSITORIES) {
      last.push(name)
      size += count
    } else {
      groups.push([name])
      size = count
    }
  }
  return groups
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
