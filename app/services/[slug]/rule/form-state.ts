import type { Problems, Values } from './values'

/** What a submitted rule comes back with when it cannot be saved. */
export type RuleState = { problems: Problems; values: Values | null }

export const UNTOUCHED: RuleState = { problems: {}, values: null }
