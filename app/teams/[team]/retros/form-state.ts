import type { ActionDefaults } from '../../../../lib/insights/action-defaults'
import type { ActionField, ActionText } from '../../../../lib/insights/expectation'

export type OpenState = { problem: string | null }

/** `text` is what stays in the field: nothing once it was added. */
export type NoteState = { problem: string | null; text: string; added: number }

export type ActionState = {
  /** What is wrong with the whole; beside it with each field. */
  problem: string | null
  problems: Partial<Record<ActionField, string>>
  values: ActionText
  added: string | null
}

/** What an empty form holds. */
export function blankAction({ due, weeks }: ActionDefaults): ActionText {
  return { text: '', ownerRole: '', due, measure: 'lead-time', side: 'at-most', value: '', weeks: String(weeks) }
}
