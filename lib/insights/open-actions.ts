// What the last retros of a team decided and no later one has judged for good.
import { type DecidedAction, loadDecided, loadJudged } from '../store/retro-board'

/** As many retros back are looked at for actions that have not been judged. */
const LOOK_BACK = 4

/** Of retros whose days end before `to`, the latest retro's first. */
export async function openActions(team: string, to: string): Promise<DecidedAction[]> {
  const [decided, judged] = await Promise.all([loadDecided(team, to, LOOK_BACK), loadJudged(team, to)])
  return decided.filter(({ id }) => !judged.has(id))
}
