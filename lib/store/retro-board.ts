// What a team puts into a retro while it is open: notes, votes for them, and actions.
import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ms, rows } from './records'
import { teamKeyOf, whileOpen } from './retros'

export const NOTE_KINDS = ['keep', 'mend', 'try'] as const
export type NoteKind = (typeof NOTE_KINDS)[number]

const Note = z.object({
  id: z.string(),
  kind: z.enum(NOTE_KINDS),
  text: z.string(),
  addedAt: z.number(),
  votes: z.number(),
  /** Whether the asking browser is among them. */
  mine: z.boolean(),
})
export type RetroNote = z.infer<typeof Note>

const Action = z.object({
  id: z.string(),
  text: z.string(),
  ownerRole: z.string(),
  due: z.string(),
  measure: z.string(),
  side: z.enum(['at-most', 'at-least']),
  /** Seconds, a rate from 0 to 1, or a number per day. */
  value: z.number(),
  weeks: z.number(),
})
export type RetroAction = z.infer<typeof Action>
export type NewAction = Omit<RetroAction, 'id'>

/** As many notes are read by nobody. */
export const MOST_NOTES = 200
/** A team that takes more on does none. */
export const MOST_ACTIONS = 5
/** Of one browser in one retro. */
export const MOST_VOTES = 5

/** Whose vote it is, in one retro only: the same browser is another one in the next. */
function ballotOf(retro: string, ticket: string): string {
  return createHash('sha256').update(`${retro} ${ticket}`).digest('hex').slice(0, 32)
}

/** The notes with the most votes first; `ticket` is the asking browser's, null where it has none yet. */
export async function loadNotes(retro: string, ticket: string | null): Promise<RetroNote[]> {
  return rows(
    Note,
    `select note.id, note.kind, note.text, ${ms('note.added_at')} as "addedAt", count(vote.ballot)::int as votes,
       coalesce(bool_or(vote.ballot = $2), false) as mine
     from retro_notes note left join retro_votes vote on vote.note = note.id
     where note.retro::text = $1 group by note.id order by count(vote.ballot) desc, note.added_at, note.id`,
    [retro, ticket === null ? '' : ballotOf(retro, ticket)],
  )
}

const ACTION = `action.id, action.text, owner_role as "ownerRole", due, measure, side, value, weeks`

export async function loadActions(retro: string): Promise<RetroAction[]> {
  return rows(
    Action,
    `select ${ACTION} from retro_actions action where retro::text = $1 order by added_at, action.id`,
    [retro],
  )
}

const Decided = Action.extend({ retro: z.string(), from: z.string(), to: z.string(), closedAt: z.number() })
export type DecidedAction = z.infer<typeof Decided>

/** Actions of the team's latest closed retros that cover days before `to`; the latest retro's first. */
export async function loadDecided(team: string, to: string, retros: number): Promise<DecidedAction[]> {
  return rows(
    Decided,
    `select ${ACTION}, of.id as retro, of.from_day as "from", of.to_day as "to", ${ms('of.closed_at')} as "closedAt"
     from retro_actions action join (
       select * from retros where team_key = $1 and closed_at is not null and to_day < $2
       order by to_day desc, from_day desc limit $3) of on of.id = action.retro
     order by of.to_day desc, of.from_day desc, action.added_at, action.id`,
    [teamKeyOf(team), to, retros],
  )
}

/** Actions that the pack of a retro that ends before `to` has given a verdict on for good. */
export async function loadJudged(team: string, to: string): Promise<Set<string>> {
  const found = await rows(
    z.object({ id: z.string() }),
    `select distinct action ->> 'id' as id from retros, jsonb_array_elements(pack -> 'lastActions') action
     where team_key = $1 and to_day < $2 and action -> 'outcome' ->> 'verdict' <> 'running'`,
    [teamKeyOf(team), to],
  )
  return new Set(found.map(({ id }) => id))
}

export type Retro = { team: string; id: string }

export async function addNote(
  { team, id }: Retro,
  { kind, text }: { kind: NoteKind; text: string },
  now: Date,
): Promise<'added' | 'full' | 'closed'> {
  return whileOpen(team, id, async (client) => {
    const { rowCount } = await client.query(
      `insert into retro_notes (id, retro, kind, text, added_at)
       select $1, $2, $3, $4, $5 where (select count(*) from retro_notes where retro = $2) < $6`,
      [randomUUID(), id, kind, text, now, MOST_NOTES],
    )
    return rowCount === 1 ? 'added' : 'full'
  })
}

export async function removeNote({ team, id }: Retro, note: string): Promise<void> {
  await whileOpen(team, id, (client) =>
    client.query('delete from retro_notes where retro::text = $1 and id::text = $2', [id, note]),
  )
}

/** Votes, or takes the vote back. What is so already stays: a form that is sent twice counts once. */
export async function setVote(
  { team, id }: Retro,
  { note, ticket, wanted }: { note: string; ticket: string; wanted: boolean },
): Promise<'set' | 'used up' | 'closed'> {
  const ballot = ballotOf(id, ticket)
  return whileOpen(team, id, async (client) => {
    if (!wanted) {
      await client.query(
        'delete from retro_votes using retro_notes where note = id and retro::text = $1 and note::text = $2 and ballot = $3',
        [id, note, ballot],
      )
      return 'set'
    }
    const { rows: used } = await client.query<{ others: number }>(
      `select count(*) filter (where note::text <> $2)::int as others
       from retro_votes join retro_notes on id = note where retro::text = $1 and ballot = $3`,
      [id, note, ballot],
    )
    if ((used[0]?.others ?? 0) >= MOST_VOTES) return 'used up'
    await client.query(
      `insert into retro_votes (note, ballot) select id, $3 from retro_notes where retro::text = $1 and id::text = $2
       on conflict do nothing`,
      [id, note, ballot],
    )
    return 'set'
  })
}

export async function addAction(
  { team, id }: Retro,
  { text, ownerRole, due, measure, side, value, weeks }: NewAction,
  now: Date,
): Promise<'added' | 'full' | 'closed'> {
  return whileOpen(team, id, async (client) => {
    const { rowCount } = await client.query(
      `insert into retro_actions (id, retro, text, owner_role, due, measure, side, value, weeks, added_at)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 where (select count(*) from retro_actions where retro = $2) < $11`,
      [randomUUID(), id, text, ownerRole, due, measure, side, value, weeks, now, MOST_ACTIONS],
    )
    return rowCount === 1 ? 'added' : 'full'
  })
}

export async function removeAction({ team, id }: Retro, action: string): Promise<void> {
  await whileOpen(team, id, (client) =>
    client.query('delete from retro_actions where retro::text = $1 and id::text = $2', [id, action]),
  )
}
