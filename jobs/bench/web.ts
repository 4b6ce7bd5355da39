// Times the pages: a web process of its own per page, its first request and then the next ones.
import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { endingWithUs, nextProgram, root } from '../build'
import { watchMemory } from './processes'
import { track } from './steps'

export type PageTimes = { coldMs: number; medianMs: number; p95Ms: number; bytes: number; peakBytes: number | null }

const REQUESTS = 20
// The compiler of the process is still at work during the first few.
const UNCOUNTED = 5
const PATIENCE_MS = 60_000

function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer().once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => settle(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function accepts(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect({ host: '127.0.0.1', port })
    const finish = (yes: boolean) => {
      socket.destroy()
      settle(yes)
    }
    socket.once('connect', () => finish(true)).once('error', () => finish(false))
  })
}

/** From sending the request to the last byte of the page, over loopback. */
async function timeRequest(url: string): Promise<{ ms: number; bytes: number }> {
  const at = performance.now()
  const answer = await fetch(url)
  const body = await answer.arrayBuffer()
  const ms = performance.now() - at
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}.`)
  return { ms, bytes: body.byteLength }
}

/** `path`: a page with its query. */
export async function timePage(path: string, env: NodeJS.ProcessEnv): Promise<PageTimes> {
  const port = await freePort()
  const args = [...endingWithUs, nextProgram, 'start', '-H', '127.0.0.1', '-p', String(port)]
  const child = track(spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 2, 'ipc'] }))
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()))
  const memory = watchMemory(child.pid ?? null)
  try {
    const until = Date.now() + PATIENCE_MS
    while (!(await accepts(port))) {
      if (child.exitCode !== null || Date.now() > until) throw new Error('The web process does not answer.')
      await sleep(50)
    }
    const url = `http://127.0.0.1:${port}${path}`
    const cold = await timeRequest(url)
    for (let at = 0; at < UNCOUNTED; at += 1) await timeRequest(url)
    const times: number[] = []
    for (let at = 0; at < REQUESTS; at += 1) times.push((await timeRequest(url)).ms)
    times.sort((a, b) => a - b)
    const middle = ((times[REQUESTS / 2 - 1] ?? 0) + (times[REQUESTS / 2] ?? 0)) / 2
    const p95Ms = times[Math.ceil(REQUESTS * 0.95) - 1] ?? 0
    return { coldMs: cold.ms, medianMs: middle, p95Ms, bytes: cold.bytes, peakBytes: await memory.stop() }
  } finally {
    await memory.stop()
    child.kill('SIGTERM')
    await ended
  }
}
