import type { Problems, Values } from '../../lib/insights/annotation-form'

/** What an annotation comes back with when it cannot be kept. */
export type FormState = { problems: Problems; values: Values | null }

export const UNTOUCHED: FormState = { problems: {}, values: null }
