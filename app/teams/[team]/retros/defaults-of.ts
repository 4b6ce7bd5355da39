import { type ActionDefaults, actionDefaults } from '../../../../lib/insights/action-defaults'
import type { RetroDays } from '../../../../lib/insights/retro-days'
import { sharedIteration } from '../../../_ui/iterations'

/** What a new action begins with in a retro of these days, by the iterations in which the team works today. */
export async function defaultsOf(team: string, { from, to }: RetroDays, today: string): Promise<ActionDefaults> {
  return actionDefaults({ iteration: await sharedIteration([team]), days: { from, to }, today })
}
