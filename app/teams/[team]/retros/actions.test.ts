import { beforeAll, describe, expect, test } from 'vitest'
import { ingest } from '../../../../lib/store/ingest'
import { loadActions, loadNotes } from '../../../../lib/store/retro-board'
import { findRetro, openRetro } from '../../../../lib/store/retros'
import { putSetting } from '../../../../lib/store/settings'
import { useTestDatabase } from '../../../../lib/testing/database'
import { record } from '../../../../lib/testing/scenario'
import { closeOrReopen, discard, openTeamRetro, submitAction, submitNote, vote } from './actions'
import { defaultsOf } from './defaults-of'
import { blankAction } from './form-state'

const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}
const blank = { problem: null, problems: {}, values: blankAction({ due: '', weeks: 3 }), added: null }
const note = { problem: null, text: '', added: 0 }
describe('what is sent to a retro', () => {
  useTestDatabase()
  let about = { team: 'Storefront', retro: '' }

  beforeAll(async () => {
    const days = { from: '2026-03-02', to: '2026-03-16', pack: { version: 1, zone: 'UTC' } }
    about = { ...about, retro: (await openRetro('Storefront', days, new Date(0))).id }
  })

  test('what was typed stays where it is refused, without what no text can hold', async () => {
    for (const [fields, words] of [
      [{ kind: 'keep', text: ' \0 ' }, /^Write something/],
      [{ kind: 'people', text: 'x' }, /^There is no such list/],
      [{ kind: 'keep', text: '🛒'.repeat(2001) }, /^A note has at most 2000 characters; this one has 2001/],
      [{ kind: 'keep', text: 'x', retro: 'nobody' }, /^This retro is closed/],
    ] as const) {
      const answer = await submitNote(note, form({ ...about, ...fields }))
      expect(answer.problem).toMatch(words)
      expect(answer.text).toBe(fields.text.replaceAll('\0', '').trim())
    }
    const action = await submitAction(blank, form({ ...about, text: 'Review', weeks: 'soon' }))
    expect(action).toMatchObject({ added: null, values: { text: 'Review', weeks: 'soon' } })
    expect(Object.keys(action.problems)).toContain('weeks')
    expect(
      await openTeamRetro({ problem: null }, form({ team: '\ud800%', from: '2026-03-02', to: '2026-03-16' })),
    ).toEqual({
      problem: 'There is no such team any more.',
    })
  })

  test('a new action begins with the end of the iteration after the retro’s, of a team that works in some', async () => {
    await ingest([record({ type: 'team', name: 'Storefront', iteration: { start: '2026-03-02', days: 7 } })], {
      now: new Date(0),
    })
    const days = { from: '2026-03-09', to: '2026-03-16' }
    expect(await defaultsOf('Storefront', days, '2026-03-16')).toEqual({ due: '2026-03-22', weeks: 3 })
    expect(await defaultsOf('Platform', days, '2026-03-16')).toEqual({ due: '2026-03-30', weeks: 3 })
  })

  test('the demonstration says that it keeps nothing, and keeps nothing', async () => {
    await putSetting('demo', { day: '2026-03-02', edition: 1 })
    expect((await submitNote(note, form({ ...about, kind: 'keep', text: 'x' }))).problem).toMatch(/^The demonstration/)
    expect((await submitAction(blank, form({ ...about, text: 'x' }))).problem).toMatch(/^The demonstration/)
    await vote(form({ ...about, note: 'x', wanted: 'yes' }))
    await closeOrReopen(form({ ...about, do: 'close' }))
    await discard(form(about))
    expect(await findRetro(about.team, about.retro)).toMatchObject({ closedAt: null })
    expect(await loadNotes(about.retro, null)).toEqual([])
    expect(await loadActions(about.retro)).toEqual([])
  })
})
