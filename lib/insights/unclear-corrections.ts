// People's corrections that say nothing, because what they name is not there or stands for several things: why, and how to mend it.
import { readCorrections, type UnclearCorrection } from '../derive/corrections'
import { buildLinkIndex } from '../derive/link-index'
import { loadCorrections, loadIncidents } from '../store/incidents'
import { servicesNamed } from '../store/links'
import { storedLinkables } from './first-pass'

export type CorrectionNote = { id: string; says: string; mend: string }

/** Oldest first. */
export async function listUnclearCorrections(): Promise<CorrectionNote[]> {
  const corrections = await loadCorrections()
  if (corrections.length === 0) return []
  const ids = new Set(corrections.flatMap(({ incident }) => incident ?? []))
  const incidents = (await loadIncidents({ services: [], repositories: [], ids: [...ids] })).filter(({ id }) =>
    ids.has(id),
  )
  const deployments = corrections.flatMap(({ deployment }) => deployment ?? [])
  const services = await storedLinkables(await servicesNamed(deployments, []))
  return readCorrections(corrections, incidents, buildLinkIndex(services)).unclear.map(note)
}

function note(unclear: UnclearCorrection): CorrectionNote {
  const { correction, about, candidates } = unclear
  const named = `It names ${about} ${about === 'incident' ? correction.incident : correction.deployment}`
  if (candidates.length === 0) {
    const nobody = about === 'incident' ? 'which no source has told' : `which ${nobodyOf(unclear)} in production`
    return {
      id: correction.id,
      says: `${named}, ${nobody}, so it has no effect.`,
      mend:
        about === 'incident'
          ? 'Mend its incident, or remove it.'
          : 'Mend its deployment, service or repository, or remove it. Deployments to other environments are judged with --env.',
    }
  }
  const repositories = new Set(candidates.map(({ repository }) => repository)).size
  if (about === 'deployment' && repositories > 1) {
    return {
      id: correction.id,
      says: `${named}, which ${several(repositories)} repositories have, so it has no effect.`,
      mend: 'Add service or repository to it.',
    }
  }
  const sources = new Set(candidates.map(({ source }) => source)).size
  return {
    id: correction.id,
    says: `${named}, which ${several(sources)} sources have, so it has no effect.`,
    mend: 'Give it the source of the one that is meant.',
  }
}

function nobodyOf({ correction: { service, repository } }: UnclearCorrection): string {
  const place = repository === null ? '' : ` of ${repository}`
  return service === null ? `no service${place} has` : `the service ${service}${place} does not have`
}

function several(count: number): string {
  return count === 2 ? 'two' : count.toLocaleString('en')
}
