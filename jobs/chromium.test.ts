import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBrowser, findSystemChromium } from './chromium'

let folder = ''
let said: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamgauge-chromium-'))
  said = []
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function program(name: string, script = 'echo Chromium 999'): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return path
}

const pathOf = (...names: string[]) => names.map((name) => join(folder, name)).join(delimiter)

const find = (env: Record<string, string>, given: { ownPath?: string; install?: () => Promise<boolean> } = {}) =>
  findBrowser({
    env: env as unknown as NodeJS.ProcessEnv,
    platform: 'linux',
    say: (line) => said.push(line),
    ownPath: given.ownPath ?? join(folder, 'none'),
    install: given.install ?? (async () => false),
  })

test('CHROMIUM_PATH wins over the PATH, the PATH over its later folders', () => {
  const own = program('own')
  const second = program('two/chromium')
  program('three/chromium')
  const env = { NODE_ENV: 'test', PATH: pathOf('one', 'two', 'three') } as const
  expect(findSystemChromium({ ...env, CHROMIUM_PATH: own })).toBe(own)
  expect(findSystemChromium(env)).toBe(second)
  expect(findSystemChromium({ ...env, CHROMIUM_PATH: '' })).toBe(second)
})

test('CHROMIUM_PATH is meant from where its giver is; a name alone is left to the PATH', () => {
  const env = { NODE_ENV: 'test', STREAMGAUGE_CALLED_FROM: '/home/ada' } as const
  expect(findSystemChromium({ ...env, CHROMIUM_PATH: '../bin/chrome' })).toBe('/home/bin/chrome')
  expect(findSystemChromium({ ...env, CHROMIUM_PATH: 'chrome-beta' })).toBe('chrome-beta')
})

test.each(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])('%s is found', async (name) => {
  const path = program(`bin/${name}`)
  expect(await find({ PATH: pathOf('bin') })).toBe(true)
  expect(said).toEqual([`Chromium 999 (${path})`])
})

test('one that does not start is named with its reason, and no other is taken instead', async () => {
  program('bin/chromium')
  const broken = program('broken', 'echo libnss3.so is missing >&2; exit 127')
  const install = () => Promise.reject(new Error('installed'))
  expect(await find({ PATH: pathOf('bin'), CHROMIUM_PATH: broken }, { install })).toBe(false)
  expect(said[0]).toBe(`${broken} does not start: libnss3.so is missing`)
  expect(said[1]).toContain('CHROMIUM_PATH')
  said = []
  expect(await find({ CHROMIUM_PATH: join(folder, 'missing') }, { install })).toBe(false)
  expect(said[0]).toContain('ENOENT')
})

test('without one of the system Playwright’s own is taken, or installed', async () => {
  expect(await find({ PATH: '' }, { ownPath: program('own') })).toBe(true)
  expect(said).toEqual([])
  expect(await find({ PATH: '' }, { install: async () => true })).toBe(true)
  expect(said).toEqual(['No Chromium was found; installing the one of Playwright …'])
})

test('where none can be had, it says exactly what to install', async () => {
  expect(await find({ PATH: '' })).toBe(false)
  const text = said.join('\n')
  for (const remedy of ['apt-get install chromium', 'dnf install chromium', 'brew install --cask chromium'])
    expect(text).toContain(remedy)
  expect(text).toContain('npx playwright install --with-deps chromium')
  expect(text).toContain('CHROMIUM_PATH')
})
