// One child process kept alive: started again with growing pauses when it ends on its own, stopped when asked.
import { type ChildProcess, spawn } from 'node:child_process'

export type Supervised = {
  /** Asks it to end, insists after `patienceSeconds`, and resolves when it is gone. */
  stop(patienceSeconds?: number): Promise<void>
  /** Rejects when it could not stay up for even a moment several times in a row. */
  failed: Promise<never>
}

export type SuperviseOptions = {
  name: string
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
  say: (line: string) => void
  /** The pause before the first restart; it doubles up to a minute. */
  firstPauseMs?: number
}

const longestPauseMs = 60_000
const steadyAfterMs = 60_000
const attemptsAtStart = 5

export function supervise(options: SuperviseOptions): Supervised {
  const firstPauseMs = options.firstPauseMs ?? 1000
  let child: ChildProcess | undefined
  let ended: Promise<void> = Promise.resolve()
  let stopping = false
  let attempts = 0
  let timer: NodeJS.Timeout | undefined
  let giveUp: (reason: Error) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  failed.catch(() => {})

  function start() {
    const startedAt = Date.now()
    // The IPC channel is how a child notices that we are gone (end-with-parent.mjs).
    const stdio: ('ignore' | 'inherit' | 'ipc' | number)[] = ['ignore', 2, 2, 'ipc']
    const current = spawn(process.execPath, options.args, { cwd: options.cwd, env: options.env, stdio })
    child = current
    ended = new Promise((settle) => {
      const onEnd = (how: string) => {
        child = undefined
        settle()
        if (stopping) return
        const steady = Date.now() - startedAt > steadyAfterMs
        attempts = steady ? 1 : attempts + 1
        if (attempts >= attemptsAtStart && Date.now() - startedAt < 2000) {
          giveUp(new Error(`The ${options.name} process does not stay up (${how}).`))
          return
        }
        const pause = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs)
        options.say(`The ${options.name} process ended (${how}); starting it again in ${pause / 1000} s`)
        timer = setTimeout(start, pause)
      }
      current.once('error', (error) => onEnd(error.message))
      current.once('exit', (code, signal) => onEnd(signal ?? `exit code ${code}`))
    })
  }

  start()
  return {
    failed,
    async stop(patienceSeconds = 10) {
      stopping = true
      clearTimeout(timer)
      child?.kill('SIGTERM')
      const insist = setTimeout(() => child?.kill('SIGKILL'), patienceSeconds * 1000)
      await ended
      clearTimeout(insist)
    },
  }
}
