// The metrics there are, as pages lead to them.
import { METRICS, type Registry } from '../metrics/registry'

export type MetricEntry = { id: string; title: string; question: string; definition: string }

export function metricList(registry: Registry = METRICS): MetricEntry[] {
  return Object.values(registry).map(({ id, title, question, definition }) => ({ id, title, question, definition }))
}
