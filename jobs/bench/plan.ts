// What a repository of the benchmark is like.

export type ServicePlan = {
  name: string
  team: number
  changesAWeek: number
  deploymentsAChange: number
  incidentsADeployment: number
  /** Of a repository with several services: where its files are. */
  folder: string | null
}

export type RepositoryPlan = {
  /** `owner/name` */
  name: string
  style: 'squash' | 'merge' | 'rebase'
  rule: 'deployment' | 'pipeline_run' | 'tag'
  people: string[]
  services: ServicePlan[]
}
