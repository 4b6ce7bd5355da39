import { describe, expect, it } from 'vitest'
import { pool, prisma, query, toDatabaseError, withTransaction } from './db'
import { describeOnEachServer, useTestDatabase } from './testing/database'

describeOnEachServer('the pool', (server) => {
  useTestDatabase(server)

  it('reads instants in UTC whatever zone they were written in, and counts as numbers', async () => {
    const { rows } = await query(`select '2026-03-08 01:30:00.25-05'::timestamptz as at, count(*) as count from teams`)
    expect(rows).toEqual([{ at: '2026-03-08T06:30:00.25Z', count: 0 }])
  })

  it('keeps nothing of a transaction that throws', async () => {
    const broken = withTransaction(async (client) => {
      await client.query(`insert into settings (name, value) values ('half', '1')`)
      throw new Error('half way')
    })
    await expect(broken).rejects.toThrow('half way')
    expect((await query('select * from settings')).rows).toEqual([])
    await withTransaction((client) => client.query(`insert into settings (name, value) values ('whole', '1')`))
    expect((await query('select name from settings')).rows).toEqual([{ name: 'whole' }])
  })

  it('survives a connection that is cut between two statements of a transaction', async () => {
    const cut = withTransaction(async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
      const ended = new Promise((resolve) => client.once('end', resolve))
      await query('select pg_terminate_backend($1)', [rows[0]?.pid])
      await ended
      await client.query('select 1')
    })
    await expect(cut).rejects.toThrow()
    expect((await query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('serves Prisma from the same connections', async () => {
    const client = await prisma()
    await client.connection.create({ data: { name: 'shop', kind: 'git', config: { path: '/shop' } } })
    expect((await query('select name, revision from connections')).rows).toEqual([{ name: 'shop', revision: 0 }])
    expect(pool().totalCount).toBeGreaterThan(0)
  })
})

describe('what a database error means', () => {
  it.each([
    ['53100', 'could not extend file', 'config', /disk space/],
    ['28P01', 'password authentication failed', 'config', /refused us/],
    ['ECONNREFUSED', 'connect ECONNREFUSED', 'unavailable', /does not answer/],
    ['57P01', 'terminating connection', 'unavailable', /does not answer/],
  ])('%s', (code, message, kind, says) => {
    const error = toDatabaseError(Object.assign(new Error(message), { code }))
    expect(error).toMatchObject({ kind, message: expect.stringMatching(says) })
  })

  it('leaves a mistake of ours as it is', () => {
    const error = Object.assign(new Error('syntax error'), { code: '42601' })
    expect(toDatabaseError(error)).toBe(error)
  })
})
