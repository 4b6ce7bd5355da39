import { describe, expect, it } from 'vitest'
import { pool } from '../db'
import { useTestDatabase } from '../testing/database'
import { copyOut } from './copy-out'

async function read(select: string): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = []
  await copyOut(select, (columns) => rows.push(columns.map((column) => column?.toString('hex') ?? null)))
  return rows
}

describe('rows copied out', () => {
  useTestDatabase()

  it('are the bytes themselves, empty ones and missing ones too', async () => {
    expect(await read(String.raw`select '\x00ff'::bytea, null::text, ''::text, 'ä'::text`)).toEqual([
      ['00ff', null, '', 'c3a4'],
    ])
  })

  it('come in their order, however many packets they take', async () => {
    const rows = await read(`select n, repeat(chr(97 + n % 26), 70000 + n) from generate_series(1, 50) n order by n`)
    expect(rows.map(([n]) => Number.parseInt(n ?? '', 16))).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
    for (const [at, [, text]] of rows.entries()) {
      expect(text).toBe((97 + ((at + 1) % 26)).toString(16).repeat(70_001 + at))
    }
  })

  it('are none where there is none', async () => {
    expect(await read('select 1 where false')).toEqual([])
  })

  it('leave a usable connection behind when the statement or the reader fails', async () => {
    await expect(read('select nothing')).rejects.toThrow('column "nothing" does not exist')
    const refuse = () => {
      throw new Error('not wanted')
    }
    await expect(copyOut('select generate_series(1, 3)', refuse)).rejects.toThrow('not wanted')
    expect((await pool().query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })
})
