import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepMirrorsOf, mirrorDirOf } from './workdir'

let workdir = ''
beforeEach(() => {
  workdir = mkdtempSync(join(tmpdir(), 'streamgauge-workdir-'))
})
afterEach(() => rmSync(workdir, { recursive: true, force: true }))

function mirror(scope: string): string {
  const folder = mirrorDirOf(workdir, scope)
  mkdirSync(join(folder, 'a.git'), { recursive: true })
  writeFileSync(join(folder, 'a.git', 'HEAD'), 'ref: refs/heads/main')
  return folder
}

describe('mirrors', () => {
  it('of scopes that are no more go, the others stay', async () => {
    const [shop, site] = [mirror('1'), mirror('2')]
    await keepMirrorsOf(workdir, ['1', '3'])
    expect([shop, site].map(existsSync)).toEqual([true, false])
  })

  it('are all that goes: no other file or folder, and nothing behind a link', async () => {
    const repositories = dirname(mirror('1'))
    const elsewhere = mirror('elsewhere')
    mkdirSync(join(repositories, 'mine'))
    writeFileSync(join(repositories, '0123456789abcdef'), 'a file')
    const away = join(workdir, 'away')
    mkdirSync(away)
    writeFileSync(join(away, 'kept'), 'kept')
    symlinkSync(away, join(repositories, 'fedcba9876543210'))
    symlinkSync(away, join(elsewhere, 'link'))
    await keepMirrorsOf(workdir, ['1'])
    expect(existsSync(elsewhere)).toBe(false)
    const left = [join(repositories, 'mine'), join(repositories, '0123456789abcdef'), join(away, 'kept')]
    expect(left.map(existsSync)).toEqual([true, true, true])
    expect(existsSync(join(repositories, 'fedcba9876543210', 'kept'))).toBe(true)
  })

  it('in a folder that is a link are not touched, and none is no fault', async () => {
    await keepMirrorsOf(workdir, [])
    const other = mkdtempSync(join(tmpdir(), 'streamgauge-other-'))
    mkdirSync(join(other, '0123456789abcdef'))
    symlinkSync(other, join(workdir, 'repositories'))
    await keepMirrorsOf(workdir, [])
    expect(existsSync(join(other, '0123456789abcdef'))).toBe(true)
    rmSync(other, { recursive: true })
  })
})
