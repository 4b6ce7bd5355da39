/** A deployment of any service. */
export type DeploymentRef = { service: string; deployment: string }

/** An incident as one service sees it. Instants are epoch milliseconds. */
export type IncidentFact = {
  source: string
  id: string
  title: string
  url: string | null
  severity: string | null
  startedAt: number
  resolvedAt: number | null
  /** The deployments that it is linked to: this service's own where there are any, else another's. */
  links: DeploymentRef[]
  link: 'explicit' | 'inferred' | null
  fixedBy: DeploymentRef[]
}
