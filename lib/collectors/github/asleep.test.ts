import { describe, expect, it } from 'vitest'
import { world } from '../../testing/github/world'

const at = '2026-05-10T10:00:00Z'

describe('what waits for an approval', () => {
  const here = world()

  it('is a run that goes on as the same attempt, also when many came since, and costs nothing until then', async () => {
    const run = here.shop.run({ created_at: at, conclusion: 'action_required', updated_at: at })
    for (let number = 0; number < 120; number += 1)
      here.shop.run({
        created_at: `2026-05-11T1${Math.floor(number / 60)}:${String(number % 60).padStart(2, '0')}:00Z`,
      })
    await here.collect()
    const found = () => here.sink.of('pipeline_run').find(({ id }) => id === String(run.id))
    expect(found()).toMatchObject({ status: 'skipped' })
    here.fake.taken()
    await here.collect()
    expect(here.fake.taken().charged).toBe(1)
    // Approved and done between two looks, then other runs.
    Object.assign(run.attempts[0] ?? {}, { conclusion: 'success', updated_at: '2026-06-01T05:00:00Z' })
    here.shop.run({ created_at: '2026-06-01T06:00:00Z' })
    await here.collect({}, { now: new Date('2026-06-01T07:00:00Z') })
    await here.collect({}, { now: new Date('2026-06-02T00:00:00Z') })
    expect(found()).toMatchObject({ status: 'success', finishedAt: '2026-06-01T05:00:00Z' })
    const next = { now: new Date('2026-06-03T01:00:00Z') }
    here.sink.taken()
    await here.collect({}, next)
    expect(here.sink.taken().filter((record) => 'id' in record && record.id === String(run.id))).toEqual([])
  })
})
