// sg run as its user runs it: a process of its own.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

export type Answer = { code: number | null; out: string; err: string }
export type Call = { input?: string | Buffer; env?: Record<string, string> }

const root = join(import.meta.dirname, '../..')
const PATIENCE_MS = 60_000

/** What `sg` printed and its exit code; null when it had to be ended. */
export function runCommand(args: string[], { input = '', env = {} }: Call): Promise<Answer> {
  const child = spawn(process.execPath, [join(root, 'jobs/launch.mjs'), 'sg', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    timeout: PATIENCE_MS,
  })
  const answer = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answer.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    answer.err += text
  })
  // A command that refuses its options does not read.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise((settle) => child.once('close', (code) => settle({ ...answer, code })))
}
