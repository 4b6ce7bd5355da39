import type { Problems, Values } from '../../lib/insights/report/subscription-form'

/** What a subscription's form comes back with when it cannot be kept. An address of a webhook is never sent back. */
export type FormState = { problems: Problems; values: Values | null }

export const UNTOUCHED: FormState = { problems: {}, values: null }
