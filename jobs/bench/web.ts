// Times the pages: a web process of its own per page, its first request and then the next ones.
import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { endingWithUs, nextProgram, root } from '../build'
import { cpuSecondsOf, watchMemory } from './processes'
import { track } from './steps'

export type PageTimes = {
  coldMs: number
  medianMs: number
  p95Ms: number
  /** Of the web process, per warm request. */
  cpuMs: number | null
  bytes: number
  peakBytes: number | null
}

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

type Web = {
  pid: number | null
  origin: string
  ask(path: string): ReturnType<typeof timeRequest>
  close(): Promise<void>
}

/** A web process of its own over the database of `env`. */
export async function openWeb(env: NodeJS.ProcessEnv): Promise<Web> {
  const port = await freePort()
  const args = [...endingWithUs, nextProgram, 'start', '-H', '127.0.0.1', '-p', String(port)]
  const child = track(spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 2, 'ipc'] }))
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()))
  const until = Date.now() + PATIENCE_MS
  while (!(await accepts(port))) {
    if (child.exitCode !== null || Date.now() > until) throw new Error('The web process does not answer.')
    await sleep(50)
  }
  const origin = `http://127.0.0.1:${port}`
  return {
    pid: child.pid ?? null,
    origin,
    ask: (path) => timeRequest(`${origin}${path}`),
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function median(sorted: number[]): number {
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}

/** `path`: a page with its query. */
export async function timePage(path: string, env: NodeJS.ProcessEnv): Promise<PageTimes> {
  const web = await openWeb(env)
  const memory = watchMemory(web.pid)
  try {
    const cold = await web.ask(path)
    for (let at = 0; at < UNCOUNTED; at += 1) await web.ask(path)
    const before = await cpuSecondsOf(web.pid)
    const times: number[] = []
    for (let at = 0; at < REQUESTS; at += 1) times.push((await web.ask(path)).ms)
    const after = await cpuSecondsOf(web.pid)
    times.sort((a, b) => a - b)
    return {
      coldMs: cold.ms,
      medianMs: median(times),
      p95Ms: times[Math.ceil(REQUESTS * 0.95) - 1] ?? 0,
      cpuMs: before === null || after === null ? null : ((after - before) * 1000) / REQUESTS,
      bytes: cold.bytes,
      peakBytes: await memory.stop(),
    }
  } finally {
    await memory.stop()
    await web.close()
  }
}

/** Medians of the same page from two databases, asked in turns so that what else the machine does concerns both. */
export async function comparePages(
  path: string,
  one: NodeJS.ProcessEnv,
  other: NodeJS.ProcessEnv,
): Promise<[number, number]> {
  const webs: Web[] = []
  try {
    webs.push(await openWeb(one), await openWeb(other))
    const times: number[][] = webs.map(() => [])
    for (let round = -UNCOUNTED; round < REQUESTS; round += 1) {
      for (const [at, web] of webs.entries()) {
        const { ms } = await web.ask(path)
        if (round >= 0) times[at]?.push(ms)
      }
    }
    const [first = 0, second = 0] = times.map((list) => median(list.sort((a, b) => a - b)))
    return [first, second]
  } finally {
    for (const web of webs) await web.close()
  }
}
