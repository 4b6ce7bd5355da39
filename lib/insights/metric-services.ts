// The order of the services on a metric's page.
import type { SideBySide } from './metric-page'

const KEYS = ['name', 'value', 'n'] as const
export type ServiceSort = { by: (typeof KEYS)[number]; down: boolean }

/** "value" or "-value"; anything else is by name. */
export function readServiceSort(text: string | undefined): ServiceSort {
  const by = KEYS.find((key) => key === text?.replace(/^-/, ''))
  return by ? { by, down: text?.startsWith('-') === true } : { by: 'name', down: false }
}

const collator = new Intl.Collator('en', { numeric: true })

/** Whatever the order, those without any row come last; equals are in order of their names. */
export function sortServices(services: readonly SideBySide[], { by, down }: ServiceSort): SideBySide[] {
  const sign = down ? -1 : 1
  const key = (one: SideBySide) => (by === 'value' ? one.value : by === 'n' ? one.n : null)
  return [...services].sort((a, b) => {
    const empty = Number(a.n === 0) - Number(b.n === 0)
    const names = collator.compare(a.name, b.name)
    if (empty !== 0) return empty
    if (by === 'name') return sign * names
    const [one, other] = [key(a), key(b)]
    if (one === null || other === null) return Number(one === null) - Number(other === null) || names
    return sign * (one - other) || names
  })
}
