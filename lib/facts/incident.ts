/** A deployment of any service. */
export type DeploymentRef = { service: string; source: string; deployment: string }

/** A link by its rule: a source or a person said so, or it was near enough in time. */
export type IncidentLink = DeploymentRef & { link: 'explicit' | 'inferred' }

/** An incident as one service sees it. Instants are epoch milliseconds. */
export type IncidentFact = {
  source: string
  id: string
  title: string
  url: string | null
  severity: string | null
  startedAt: number
  resolvedAt: number | null
  /** The deployments that it is linked to, this service's own first. */
  links: IncidentLink[]
  fixedBy: DeploymentRef[]
}
