// What running processes use: memory sampled while they run, processor time where the system tells it.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)
const SAMPLE_MS = 500
// LIMIT: what Linux counts processor time in, on every platform that it runs on today.
const TICKS_PER_SECOND = 100

type Process = { pid: number; parent: number; bytes: number; ticks: number; reapedTicks: number }

function readLinux(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      // The command may hold spaces and brackets; the fields after its last bracket begin with the third.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const at = (field: number) => Number(fields[field - 3])
      return [{ pid: Number(name), parent: at(4), bytes: 0, ticks: at(14) + at(15), reapedTicks: at(16) + at(17) }]
    } catch {
      return []
    }
  })
}

async function readOthers(): Promise<Process[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,rss=']).catch(() => ({ stdout: '' }))
  return stdout.split('\n').flatMap((line) => {
    const [pid = 0, parent = 0, kilobytes = 0] = line.trim().split(/\s+/).map(Number)
    return pid > 0 ? [{ pid, parent, bytes: kilobytes * 1024, ticks: 0, reapedTicks: 0 }] : []
  })
}

const isLinux = process.platform === 'linux'

/** The process and all that it started. */
async function readTree(root: number): Promise<Process[]> {
  const all = isLinux ? readLinux() : await readOthers()
  const tree = all.filter(({ pid }) => pid === root)
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid))
  return tree
}

/** Its share of memory that several processes map (PostgreSQL's buffers) is counted once in all. */
function memoryOf({ pid, bytes }: Process): number {
  if (!isLinux) return bytes
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

export async function parentOf(pid: number): Promise<number | null> {
  const all = isLinux ? readLinux() : await readOthers()
  return all.find((one) => one.pid === pid)?.parent ?? null
}

/** Processor seconds that a process and its children have used, ended ones included; null where the system does not tell. */
export async function cpuSecondsOf(root: number | null): Promise<number | null> {
  if (root === null || !isLinux) return null
  const tree = await readTree(root)
  return tree.reduce((sum, { ticks, reapedTicks }) => sum + ticks + reapedTicks, 0) / TICKS_PER_SECOND
}

export type Watch = { stop(): Promise<number | null> }

/** Watches the memory of a process and its children; `stop` returns the largest sum seen, in bytes. */
export function watchMemory(root: number | null): Watch {
  let peak = 0
  const sample = async () => {
    if (root === null) return
    const tree = await readTree(root)
    peak = Math.max(
      peak,
      tree.reduce((sum, one) => sum + memoryOf(one), 0),
    )
  }
  const timer = setInterval(() => void sample(), SAMPLE_MS)
  return {
    async stop() {
      clearInterval(timer)
      await sample()
      return peak > 0 ? peak : null
    },
  }
}
