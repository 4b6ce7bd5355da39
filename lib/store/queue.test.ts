import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { openQueue } from '../../jobs/queue'
import { closeDb, configureDb, query } from '../db'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { isCollected, whileCollectingAlone } from './collecting'
import { pauseConnection, saveConnection } from './connections'
import {
  COLLECT_QUEUE,
  enqueueCollection,
  enqueueLater,
  enqueueScheduled,
  giveBack,
  listAskedFor,
  takeUpOrphans,
} from './queue'

const noon = new Date('2026-03-01T12:00:00Z')
const later = new Date('2026-03-01T12:10:00Z')

describeOnEachServer('the queue', (server) => {
  const database = useTestDatabase(server)
  const fail = (error: unknown) => {
    throw error
  }
  const jobs = async (columns = 'state') =>
    (await query(`select ${columns} from pgboss.job where name = $1 order by created_on, state`, [COLLECT_QUEUE])).rows
  const states = async () => (await jobs()).map(({ state }) => state)
  const begin = async () => {
    const queue = await openQueue(fail)
    const [job] = await queue.fetch<{ connection: string }>(COLLECT_QUEUE)
    await queue.stop({ graceful: false })
    return job ?? fail(new Error('nothing to begin'))
  }
  const save = (name: string) =>
    saveConnection({ name, kind: 'some', config: {}, managedByFile: false, schedule: null })

  beforeEach(async () => {
    await query('delete from connections')
    await query(`do $$ begin if to_regclass('pgboss.job') is not null then delete from pgboss.job; end if; end $$`)
    await save('shop')
  })

  test('is not there before a worker was, and then made once by many at once', async () => {
    await expect(enqueueCollection('shop')).rejects.toMatchObject({
      kind: 'unavailable',
      hint: expect.stringContaining('npm'),
    })
    expect(await listAskedFor()).toEqual([])
    const queues = await Promise.all(Array.from({ length: 4 }, () => openQueue(fail)))
    for (const queue of queues) await queue.stop({ graceful: false })
    expect((await query('select policy, retry_limit from pgboss.queue')).rows).toEqual([
      { policy: 'short', retry_limit: 3 },
    ])
    // And again by a process that finds it.
    await closeDb()
    await (await openQueue(fail)).stop({ graceful: false })
  })

  test('a swarm of events asks for one collection, later; who asks for it now gets it now', async () => {
    const soon = new Date(Date.now() + 60_000)
    await Promise.all([soon, soon, soon].map((at) => enqueueLater('shop', at)))
    expect(await states()).toEqual(['created'])
    expect(await listAskedFor()).toEqual([])
    expect(await enqueueCollection('shop')).toBe('queued')
    expect(await states()).toEqual(['created'])
    expect(await listAskedFor()).toEqual(['shop'])
  })

  test('asked for twice it is one collection, while it goes on none, then another', async () => {
    expect(await Promise.all([enqueueCollection('shop'), enqueueCollection('shop')])).toEqual(['queued', 'queued'])
    expect(await listAskedFor()).toEqual(['shop'])
    const { data } = await begin()
    expect(data).toEqual({ connection: 'shop' })
    expect(await enqueueCollection('shop')).toBe('running')
    expect(await states()).toEqual(['active'])
    expect(await listAskedFor()).toEqual(['shop'])
    await query(`update pgboss.job set state = 'completed'`)
    expect(await enqueueCollection('shop')).toBe('queued')
    expect(await states()).toEqual(['completed', 'created'])
  })

  test('a page needs no more rights than to read the queue and to write its jobs', async () => {
    await (await openQueue(fail)).stop({ graceful: false })
    const role = `pages_${randomBytes(6).toString('hex')}`
    await query(`create role ${role} login password 'pages'; grant usage on schema pgboss to ${role};
      grant select on pgboss.queue, connections to ${role}; grant select, insert, update on pgboss.job to ${role}`)
    const url = new URL(database.url())
    Object.assign(url, { username: role, password: 'pages' })
    await closeDb()
    configureDb({ url: url.href })
    try {
      expect(await enqueueCollection('shop')).toBe('queued')
      expect(await listAskedFor()).toEqual(['shop'])
    } finally {
      await closeDb()
      configureDb({ url: database.url() })
      await query(`drop owned by ${role}; drop role ${role}`)
    }
  })

  test('what would begin later begins now when a person asks', async () => {
    await enqueueCollection('shop')
    const { id } = await begin()
    // A whole second, which the database prints without its zeros.
    const retryAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000)
    await giveBack(id, retryAt)
    const [job] = await jobs('state, start_after, retry_count, started_on')
    expect(job).toEqual({
      state: 'retry',
      start_after: retryAt.toISOString().replace('.000Z', 'Z'),
      retry_count: 0,
      started_on: null,
    })
    expect(await listAskedFor()).toEqual([])
    expect(await enqueueCollection('shop')).toBe('queued')
    expect(await listAskedFor()).toEqual(['shop'])
    expect(await states()).toEqual(['retry'])
  })

  test('many schedules asking for the same instant are one collection, however late they are', async () => {
    await Promise.all([noon, noon, noon].map((due) => enqueueScheduled('shop', due)))
    expect(await states()).toEqual(['created'])
    await begin()
    await enqueueScheduled('shop', later)
    expect(await states()).toEqual(['active'])
    await query(`update pgboss.job set state = 'completed'`)
    await enqueueScheduled('shop', noon)
    expect(await states()).toEqual(['completed'])
    await enqueueScheduled('shop', later)
    expect(await states()).toEqual(['completed', 'created'])
  })

  test('a schedule asks for nothing that is paused, waits or is no more; a person may', async () => {
    await pauseConnection('shop', true)
    await enqueueScheduled('shop', noon)
    await pauseConnection('shop', false)
    await query(`update connections set waiting_until = now() + interval '1 hour'`)
    await enqueueScheduled('shop', noon)
    await enqueueScheduled('gone', noon)
    expect(await states()).toEqual([])
    await enqueueCollection('shop')
    expect(await states()).toEqual(['created'])
  })

  test('a job that nobody does any more is taken up, several times at most', async () => {
    await enqueueCollection('shop')
    await begin()
    expect(await takeUpOrphans(60)).toEqual([])
    await whileCollectingAlone('shop', async () => expect(await takeUpOrphans(0)).toEqual([]))
    for (let round = 1; round <= 3; round += 1) {
      expect(await takeUpOrphans(0)).toEqual(['shop'])
      expect(await states()).toEqual(['retry'])
      await begin()
    }
    expect(await takeUpOrphans(0)).toEqual(['shop'])
    expect(await states()).toEqual(['failed'])
    expect(await takeUpOrphans(0)).toEqual([])
  })

  test('the database knows who is being collected', async () => {
    const seen = async () => {
      const { rows } = await query(
        `select name from (values ('shop'), ('other')) known (name) where ${isCollected('name')}`,
      )
      return rows.map(({ name }) => name)
    }
    expect(await seen()).toEqual([])
    await whileCollectingAlone('shop', async (lost) => {
      expect(await seen()).toEqual(['shop'])
      expect(await whileCollectingAlone('shop', async () => true)).toBeNull()
      await query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 2
        and database = (select oid from pg_database where datname = current_database())`)
      await new Promise((resolve) => lost.addEventListener('abort', resolve))
      expect(await seen()).toEqual([])
    })
    expect(await whileCollectingAlone('shop', async () => true)).toBe(true)
  })
})
