// Sources as they are named after `npm start --`: what is remembered, what is refused, and how one is forgotten.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { query } from '../lib/db'
import { findConnection, listConnections, saveConnection } from '../lib/store/connections'
import { runCommand } from '../lib/testing/command'
import { useTestDatabase } from '../lib/testing/database'
import { GitRepository, removeFolders } from '../lib/testing/git-repository'
import { addSource } from './add-source'
import { root } from './build'
import { collectConnection } from './collect'

const home = mkdtempSync(join(tmpdir(), 'streamgauge-add-'))
beforeEach(() => void vi.stubEnv('STREAMGAUGE_HOME', home))
afterAll(() => {
  vi.unstubAllEnvs()
  removeFolders()
  rmSync(home, { recursive: true, force: true })
})
const quiet = () => {}
const names = async () => (await listConnections()).map(({ name }) => name)

describe('a source named on the command line', () => {
  const database = useTestDatabase()

  function start(...args: string[]): Promise<{ code: number | null; err: string }> {
    const env = { ...process.env, STREAMGAUGE_HOME: home, DATABASE_URL: database.url() }
    const given = [join(root, 'jobs/launch.mjs'), 'start', '--port', '39871', ...args]
    const child = spawn(process.execPath, given, { cwd: root, env, timeout: 170_000 })
    let err = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    return new Promise((settle) => child.once('close', (code) => settle({ code, err })))
  }

  test.each([
    ['http://localhost:1/x.git', 'uses http://'],
    ['git://localhost/x.git', 'uses git://'],
    [home, 'is not a git repository'],
    ['./no/such/folder', 'is neither a folder here'],
  ])('%s is told and not remembered', async (argument, says) => {
    await expect(addSource(argument, quiet)).rejects.toMatchObject({ message: expect.stringContaining(says) })
    expect(await names()).toEqual([])
    const mirrors = join(home, 'mirrors')
    mkdirSync(mirrors, { recursive: true })
    expect(readdirSync(mirrors)).toEqual([])
  })

  test('npm start ends with 1 for what fails its check, with 2 for what it must not be given', {
    timeout: 180_000,
  }, async () => {
    const wrong = await start('http://localhost:1/x.git')
    expect(wrong).toEqual({ code: 1, err: expect.stringContaining('uses http://') })
    expect(await start('')).toEqual({ code: 2, err: expect.stringContaining('A source is empty') })
    for (const url of [
      'https://user:tok3n@localhost:1/x.git',
      'https://tok3n@localhost:1/x.git',
      'ssh://git:tok3n@h/x',
    ]) {
      const { code, err } = await start(url)
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('neither a user nor a password') })
      expect(err).not.toContain('tok3n')
    }
    expect(await names()).toEqual([])
  })

  test('what cannot be reached now is remembered, and said', async () => {
    const said: string[] = []
    await addSource('https://localhost:1/far.git', (line) => said.push(line))
    expect(await names()).toEqual(['far'])
    expect(said.join()).toMatch(/could not be reached[\s\S]*npm run sg -- remove far/)
    await query('delete from connections')
  })

  test('what is stored is not checked again, and an error says how to forget it', async () => {
    const repository = new GitRepository()
    repository.commit('one')
    const name = await addSource(repository.path, quiet)
    renameSync(repository.path, `${repository.path}-moved`)
    expect(await addSource(repository.path, quiet)).toBe(name)
    const hint = expect.stringContaining(`npm run sg -- remove ${name}`)
    await expect(collectConnection(name, quiet)).rejects.toMatchObject({ kind: 'not-found', hint })
    // The page shows it too, where a command of the terminal helps nobody.
    const { hint: stored } = (await findConnection(name))?.lastError ?? {}
    expect(stored).toBe('Check the path for a typing error.')
    await query('delete from connections')
  })

  test('is the declared one, with or without its credentials', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
    const config = { url: 'https://me:${TOKEN}@localhost:1/x.git' }
    await saveConnection({ name: 'declared', kind: 'git', config, managedByFile: true, schedule: null })
    expect(await addSource('https://localhost:1/x.git', quiet)).toBe('declared')
    await query('delete from connections')
  })

  test('sg sources lists it, sg remove forgets it', { timeout: 180_000 }, async () => {
    const sg = (...args: string[]) =>
      runCommand(args, { env: { STREAMGAUGE_HOME: home, DATABASE_URL: database.url() } })
    const add = (name: string, config: object, managedByFile: boolean) =>
      saveConnection({ name, kind: 'git', config, managedByFile, schedule: null })
    await add('gone', { path: join(home, 'gone') }, false)
    await add('kept', { url: 'https://me:tok3n@localhost:1/x.git' }, true)
    expect((await sg('collect', 'gone')).code).toBe(1)
    const listed = await sg('sources')
    expect(listed).toMatchObject({ code: 0, err: '' })
    expect(listed.out).toMatch(/gone {2}git {2}\S+gone {2}\(added by npm start\)\n +failed \S+: .*does not exist/)
    expect(listed.out).toContain('kept  git  https://localhost:1/x.git  (declared in the file)\n    never collected\n')
    expect(JSON.parse((await sg('sources', '--json')).out).sources).toMatchObject([{ name: 'gone' }, { name: 'kept' }])
    expect(await sg('remove', 'gone')).toEqual({ code: 0, out: '', err: expect.stringContaining('records') })
    expect(await sg('remove', 'kept')).toMatchObject({ code: 1, err: expect.stringContaining('declared in the conf') })
    expect(await sg('remove', 'nope')).toMatchObject({ code: 1, err: expect.stringContaining('Known: kept') })
    expect(await names()).toEqual(['kept'])
  })
})
