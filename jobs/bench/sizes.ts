// How large the organisations of the benchmark are.

export type Size = {
  services: number
  changes: number
  deployments: number
  incidents: number
  /** Of history, up to the week that is under way. */
  weeks: number
}

const TWO_YEARS = 104

export const SIZES = {
  S: { services: 20, changes: 20_000, deployments: 3_600, incidents: 400, weeks: TWO_YEARS },
  M: { services: 200, changes: 200_000, deployments: 36_000, incidents: 4_000, weeks: TWO_YEARS },
  L: { services: 1000, changes: 1_000_000, deployments: 180_000, incidents: 20_000, weeks: TWO_YEARS },
} as const satisfies Record<string, Size>
export type SizeName = keyof typeof SIZES

/** One service as large as a whole small organisation. */
export const GIANT: Size = { services: 1, changes: 100_000, deployments: 10_000, incidents: 400, weeks: TWO_YEARS }

export const WEEK = 7 * 86_400_000

/** The Monday on which the history ends: the pages' windows reach up to it. */
export function endOfHistory(now: number): number {
  const monday = Date.UTC(2024, 0, 1)
  return monday + Math.floor((now - monday) / WEEK) * WEEK
}
