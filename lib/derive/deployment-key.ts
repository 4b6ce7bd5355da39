/** What names a deployment within a service: two sources may use the same id. */
export type DeploymentName = { source: string; id: string }

/** The name as one text, for maps. */
export function keyOf({ source, id }: DeploymentName): string {
  return JSON.stringify([source, id])
}
