/** The eight stages of a change, in order; stage k lies between boundary k and boundary k + 1. */
export const STAGES = ['coding', 'pickup', 'review', 'merge', 'queue', 'build', 'release', 'deploy'] as const
export type Stage = (typeof STAGES)[number]

/** The stages that count as active where a service sets none. */
export const DEFAULT_ACTIVE: readonly Stage[] = ['coding', 'review', 'build', 'deploy']
