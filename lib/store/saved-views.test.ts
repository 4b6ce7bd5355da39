import { beforeEach, expect, test } from 'vitest'
import { query } from '../db'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { listIterations } from './iterations'
import { listViews, MOST_VIEWS, removeView, saveView } from './saved-views'

const now = new Date('2026-03-01T12:00:00Z')

describeOnEachServer('saved views', (server) => {
  useTestDatabase(server)
  beforeEach(() => query('delete from saved_views'))

  test('are listed by name, whatever its case', async () => {
    for (const name of ['b', 'A', 'c']) expect(await saveView({ name, query: `q=${name}` }, now)).toBe('saved')
    expect(await listViews()).toEqual(['A', 'b', 'c'].map((name) => ({ name, query: `q=${name}` })))
  })

  test('a name is taken once: the view that has it stays as it is', async () => {
    await saveView({ name: 'Monday', query: 'window=4w' }, now)
    expect(await saveView({ name: 'Monday', query: 'window=all' }, now)).toBe('taken')
    expect(await listViews()).toEqual([{ name: 'Monday', query: 'window=4w' }])
    expect(await removeView('Monday')).toBe(true)
    expect(await removeView('Monday')).toBe(false)
    expect(await saveView({ name: 'Monday', query: 'window=all' }, now)).toBe('saved')
  })

  test('are not without end', async () => {
    await query(
      `insert into saved_views (name, query, saved_at) select 'view ' || n, '', now() from generate_series(1, ${MOST_VIEWS}) n`,
    )
    expect(await saveView({ name: 'one more', query: '' }, now)).toBe('full')
    expect(await saveView({ name: 'view 7', query: '' }, now)).toBe('taken')
  })

  test('iterations are those of teams that have whole days', async () => {
    await query(`insert into teams (name, sources, iteration, changed_at) values
      ('Two weeks', '{}', '{"start": "2026-01-05", "days": 14}', now()), ('Half a day', '{}', '{"start": "2026-01-05", "days": 0.5}', now()),
      ('None', '{}', null, now())`)
    expect(await listIterations()).toEqual([{ team: 'Two weeks', start: '2026-01-05', days: 14 }])
  })
})
