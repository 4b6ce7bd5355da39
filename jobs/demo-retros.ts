// The retros of the demo organisation: one that decided something, and the next, which shows whether that held.
import { dayAfter, earlierDays, type RetroDays, retroDays } from '../lib/insights/retro-days'
import { loadPack, sharedZone } from '../lib/insights/retro-pack'
import { listIterations } from '../lib/store/iterations'
import { currentServices } from '../lib/store/measured'
import { addAction, addNote, loadNotes, type NewAction, type NoteKind, setVote } from '../lib/store/retro-board'
import { closeRetro, openRetro } from '../lib/store/retros'
import { localDateStart } from '../lib/time'

const HOUR_MS = 3_600_000

type Said = { kind: NoteKind; text: string; votes: number }
type Expected = Pick<NewAction, 'text' | 'ownerRole' | 'measure' | 'value'>

const FIRST_NOTES: Said[] = [
  { kind: 'keep', text: 'Small pull requests: most are reviewed within a morning.', votes: 2 },
  { kind: 'mend', text: 'Finished work waits for the release.', votes: 4 },
  { kind: 'mend', text: 'Nobody noticed the failed deployment for a while.', votes: 1 },
  { kind: 'try', text: 'Whoever comes first in the morning looks at open reviews before anything else.', votes: 3 },
]
const SECOND_NOTES: Said[] = [
  { kind: 'keep', text: 'Reviews in the morning work. Keep them.', votes: 3 },
  { kind: 'mend', text: 'The release is still where the time goes.', votes: 4 },
  { kind: 'try', text: 'Release each change by itself for a week.', votes: 1 },
]
const ACTIONS: Expected[] = [
  {
    text: 'Look at open reviews first thing in the morning',
    ownerRole: 'on call',
    measure: 'stage:pickup',
    value: 6 * 3600,
  },
  { text: 'Release twice a day', ownerRole: 'release captain', measure: 'stage:release', value: 2 * 3600 },
  {
    text: 'Alert on the error rate after each deployment',
    ownerRole: 'tech lead',
    measure: 'recovery-time',
    value: 3600,
  },
]

/** The team of the story whose reviews and releases the notes are about. */
const TEAM = 'Storefront'

/** Two; nothing where nobody tells of its iterations. */
export async function fillDemoRetros(now: number): Promise<void> {
  const iteration = (await listIterations()).find(({ team }) => team === TEAM)
  const team = { name: TEAM, services: (await currentServices()).filter((service) => service.team === TEAM) }
  if (!iteration || team.services.length === 0) return
  const zone = sharedZone(team.services)
  const read = retroDays({ ...iteration, kind: 'iteration', back: 1 }, zone, now)
  const [last, before] = read.ok ? [read.days, earlierDays(read.days).at(-1)] : []
  if (!last || !before) return
  // Each is opened in the morning after its days, the first closed that afternoon.
  const morning = ({ to }: RetroDays) => Math.min(now, localDateStart(to, zone) + 10 * HOUR_MS)
  const open = async (days: RetroDays, notes: Said[]) => {
    const at = morning(days)
    const { id } = await openRetro(TEAM, { ...days, pack: await loadPack(team, days, at) }, new Date(at))
    await write({ team: TEAM, id }, notes, at)
    return { id, at }
  }
  const { id, at } = await open(before, FIRST_NOTES)
  for (const [index, expected] of ACTIONS.entries()) {
    const action: NewAction = { ...expected, side: 'at-most', weeks: 1, due: dayAfter(before.to, 7) }
    await addAction({ team: TEAM, id }, action, new Date(at + HOUR_MS + index))
  }
  await closeRetro(TEAM, id, new Date(at + 2 * HOUR_MS))
  await open(last, SECOND_NOTES)
}

async function write(retro: { team: string; id: string }, notes: Said[], at: number): Promise<void> {
  for (const [index, { kind, text }] of notes.entries()) {
    await addNote(retro, { kind, text }, new Date(at + index))
  }
  const votes = new Map(notes.map((note) => [note.text, note.votes]))
  for (const { id, text } of await loadNotes(retro.id, null)) {
    for (let voter = 0; voter < (votes.get(text) ?? 0); voter += 1) {
      await setVote(retro, { note: id, ticket: `voter ${voter}`, wanted: true })
    }
  }
}
