import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { expect, test } from 'vitest'

async function help(stdout: 'pipe' | number, started: (child: ChildProcess) => void = () => {}) {
  const child = spawn(process.execPath, ['jobs/launch.mjs', 'sg', '--help'], { stdio: ['ignore', stdout, 'pipe'] })
  started(child)
  let err = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const [code] = await once(child, 'close')
  return { code, err }
}

test('whoever stops reading an answer is told nothing, and nothing failed', async () => {
  expect(await help('pipe', ({ stdout }) => stdout?.destroy())).toEqual({ code: 0, err: '' })
})

test.skipIf(process.platform !== 'linux')('an answer that finds no space is told in one sentence', async () => {
  const { code, err } = await help(openSync('/dev/full', 'w'))
  expect(code).toBe(1)
  expect(err).toMatch(/^The answer could not be written to its end: ENOSPC.*\n$/)
})
