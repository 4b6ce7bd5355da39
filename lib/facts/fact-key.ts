/** What names a deployment or an incident within a service: two sources may use the same id. */
export type FactName = { source: string; id: string }

/** The name as one text, for maps. */
export function keyOf({ source, id }: FactName): string {
  return JSON.stringify([source, id])
}
