import type { FactName } from '../../../../lib/facts/fact-key'

/** The page of a deployment: its source and its id, each one encoded segment. */
export function deploymentAddress(slug: string, { source, id }: FactName): string {
  return `/services/${encodeURIComponent(slug)}/deployments/${encodeURIComponent(source)}/${encodeURIComponent(id)}`
}
