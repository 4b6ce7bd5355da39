import type { FlowEntry, FlowShow } from '../../../lib/insights/flow-list'

/** The list under the figures. */
export const ROWS = 'changes'

/** Where the figures of a flow page lead. */
export type FlowLinks = {
  /** The list under the figures. */
  show: (show: FlowShow) => string
  /** The delivered changes, the slowest first. */
  time: string
  efficiency: string
  row: (entry: FlowEntry, show: FlowShow) => string
}
