import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkPeopleKey } from '../store/settings'
import { useTestDatabase } from '../testing/database'
import { readPeopleKey } from './people-key'

describe('the people key', () => {
  useTestDatabase()

  let home = ''
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'streamgauge-key-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  test('the environment comes first and makes no file', async () => {
    expect(await readPeopleKey({ home, peopleKey: 'given by the environment' })).toBe('given by the environment')
    expect(await readdir(home)).toEqual([])
  })

  test('a key is made once, for its owner alone, and found again', async () => {
    const inner = join(home, 'not', 'there yet')
    const key = await readPeopleKey({ home: inner })
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await readPeopleKey({ home: inner })).toBe(key)
    expect(await readdir(inner)).toEqual(['people.key'])
    if (process.platform !== 'win32') expect((await stat(join(inner, 'people.key'))).mode & 0o777).toBe(0o600)
  })

  test('many at once agree', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => readPeopleKey({ home })))
    expect(new Set(keys).size).toBe(1)
    expect(await readdir(home)).toEqual(['people.key'])
  })

  test('a file that holds no key is never replaced', async () => {
    await writeFile(join(home, 'people.key'), 'half a k')
    await expect(readPeopleKey({ home })).rejects.toMatchObject({ kind: 'config' })
  })

  test('no key is made for a database that was filled with another one', async () => {
    const key = await readPeopleKey({ home })
    await checkPeopleKey(key)
    await rm(join(home, 'people.key'))
    const message = 'This database was filled with another people key.'
    await expect(readPeopleKey({ home })).rejects.toMatchObject({ kind: 'config', message })
    expect(await readdir(home)).toEqual([])
    await writeFile(join(home, 'people.key'), key)
    expect(await readPeopleKey({ home })).toBe(key)
  })
})
