import { beforeEach, expect, test } from 'vitest'
import { query } from '../db'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import {
  addAction,
  addNote,
  loadActions,
  loadDecided,
  loadNotes,
  MOST_ACTIONS,
  MOST_VOTES,
  type NewAction,
  removeAction,
  removeNote,
  setVote,
} from './retro-board'
import {
  closeRetro,
  discardRetro,
  findRetro,
  findRetroOf,
  hasRetro,
  listRetros,
  nameByRetros,
  openRetro,
  reopenRetro,
} from './retros'

const TEAM = 'Store/front 🛒'
const day = (date: number) => new Date(Date.UTC(2026, 2, date))
const DAYS = { from: '2026-03-02', to: '2026-03-16' }
const action: NewAction = {
  text: 'Review in the morning',
  ownerRole: 'tech lead',
  due: '2026-03-20',
  measure: 'stage:pickup',
  side: 'at-most',
  value: 14_400,
  weeks: 3,
}
const open = async (days = DAYS, pack: unknown = { version: 1 }) =>
  (await openRetro(TEAM, { ...days, pack }, day(16))).id

describeOnEachServer('retros', (server) => {
  useTestDatabase(server)
  beforeEach(() => query('delete from retros'))

  test('are opened once for the same days, also when two do it at once; the first pack stays', async () => {
    const both = await Promise.all([open(DAYS, { said: 'a\0b' }), open(DAYS, { said: 'other' })])
    expect(new Set(both).size).toBe(1)
    const id = both[0] ?? ''
    const first = await findRetro(TEAM, id)
    expect(await open(DAYS, { said: 'later' })).toBe(id)
    expect((await findRetro(TEAM, id))?.pack).toEqual(first?.pack)
    expect(await findRetroOf(` ${TEAM.toUpperCase()} `, DAYS)).toBe(id)
    expect(await listRetros(TEAM)).toMatchObject([{ id, ...DAYS, closedAt: null, notes: 0, actions: 0 }])
  })

  test('keep the name of their team, as the latest has it', async () => {
    expect(await nameByRetros(TEAM)).toBeNull()
    await open({ from: '2026-02-01', to: '2026-02-15' }, { team: 'Store/front' })
    await open(DAYS, { team: TEAM })
    expect(await nameByRetros(` ${TEAM.toUpperCase()}`)).toBe(TEAM)
    expect(await nameByRetros('Platform')).toBeNull()
  })

  test('are one team’s, and an id that is none finds nothing', async () => {
    const id = await open()
    expect(await hasRetro(TEAM, id)).toBe(true)
    for (const [team, asked] of [
      ['Platform', id],
      [TEAM, 'nobody'],
      [TEAM, `'; drop table retros; --`],
      [TEAM, '00000000-0000-0000-0000-000000000000'],
    ] as const) {
      expect(await hasRetro(team, asked)).toBe(false)
      expect(await findRetro(team, asked)).toBeNull()
      expect(await closeRetro(team, asked, day(17))).toBe(false)
      expect(await addNote({ team, id: asked }, { kind: 'keep', text: 'x' }, day(17))).toBe('closed')
    }
  })

  test('are closed by one of two, take nothing then, and go on when they are reopened', async () => {
    const id = await open()
    const retro = { team: TEAM, id }
    await addNote(retro, { kind: 'mend', text: '<b>‮slow</b>' }, day(16))
    const [note] = await loadNotes(id, null)
    expect(
      (await Promise.all([closeRetro(TEAM, id, day(17)), closeRetro(TEAM, id, day(17))])).filter(Boolean),
    ).toHaveLength(1)
    expect(await addNote(retro, { kind: 'keep', text: 'late' }, day(18))).toBe('closed')
    expect(await addAction(retro, action, day(18))).toBe('closed')
    expect(await setVote(retro, { note: note?.id ?? '', ticket: 'a', wanted: true })).toBe('closed')
    await removeNote(retro, note?.id ?? '')
    expect(await discardRetro(TEAM, id)).toBe(false)
    expect(await loadNotes(id, null)).toMatchObject([{ text: '<b>‮slow</b>', votes: 0 }])
    expect(await reopenRetro(TEAM, id)).toBe(true)
    expect(await reopenRetro(TEAM, id)).toBe(false)
    await removeNote(retro, note?.id ?? '')
    expect(await loadNotes(id, null)).toEqual([])
    expect(await discardRetro(TEAM, id)).toBe(true)
  })

  test('count a vote once however often it is sent, and a browser has so many', async () => {
    const id = await open()
    const retro = { team: TEAM, id }
    for (let at = 0; at <= MOST_VOTES; at += 1) await addNote(retro, { kind: 'try', text: `note ${at}` }, day(16 + at))
    const notes = await loadNotes(id, null)
    const vote = (at: number, ticket: string, wanted = true) =>
      setVote(retro, { note: notes[at]?.id ?? '', ticket, wanted })
    await Promise.all([vote(2, 'a'), vote(2, 'a'), vote(2, 'a'), vote(2, 'b')])
    expect((await loadNotes(id, 'a'))[0]).toMatchObject({ text: 'note 2', votes: 2, mine: true })
    expect((await loadNotes(id, 'c'))[0]).toMatchObject({ votes: 2, mine: false })
    const answers = await Promise.all([0, 1, 3, 4, 5].map((at) => vote(at, 'a')))
    expect(answers.filter((answer) => answer === 'used up')).toHaveLength(1)
    expect(await vote(2, 'a')).toBe('set')
    await vote(2, 'a', false)
    await vote(2, 'a', false)
    expect((await loadNotes(id, 'a')).find(({ text }) => text === 'note 2')).toMatchObject({ votes: 1, mine: false })
    const { rows } = await query<{ ballot: string }>('select ballot from retro_votes')
    expect(rows.every(({ ballot }) => /^[0-9a-f]{32}$/.test(ballot))).toBe(true)
  })

  test('have some actions at most; the next retro knows those of closed ones before it', async () => {
    const id = await open()
    const retro = { team: TEAM, id }
    const answers = await Promise.all(Array.from({ length: MOST_ACTIONS + 2 }, () => addAction(retro, action, day(16))))
    expect(answers.filter((answer) => answer === 'full')).toHaveLength(2)
    const [first] = await loadActions(id)
    expect(first).toMatchObject(action)
    await removeAction(retro, first?.id ?? '')
    expect(await loadDecided(TEAM, '2026-03-30', 5)).toEqual([])
    await closeRetro(TEAM, id, day(17))
    const decided = await loadDecided(TEAM, '2026-03-30', 5)
    expect(decided).toHaveLength(MOST_ACTIONS - 1)
    expect(decided[0]).toMatchObject({ ...action, ...DAYS, retro: id, closedAt: day(17).getTime() })
    expect(await loadDecided(TEAM, DAYS.to, 5)).toEqual([])
    expect(await loadDecided('Platform', '2026-03-30', 5)).toEqual([])
  })
})
