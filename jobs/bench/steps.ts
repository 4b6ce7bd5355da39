// Starts the measured steps, one process each, and reads what they took.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { endingWithUs, roomForTheYoung, root } from '../build'

export type StepResult = { seconds: number; cpuSeconds: number; peakBytes: number }
type Message = { result?: StepResult; progress?: string }

/** Everything that was started and has not ended yet. */
const running = new Set<ChildProcess>()

export function track(child: ChildProcess): ChildProcess {
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Ends what still runs and waits for it. */
export async function endAll(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      child.kill('SIGTERM')
      return new Promise((settle) => child.once('exit', settle))
    }),
  )
}

export function runStep(
  args: string[],
  env: NodeJS.ProcessEnv,
  onProgress: (text: string) => void,
): Promise<StepResult> {
  const program = [...endingWithUs, ...roomForTheYoung, '--import', 'tsx', join(root, 'jobs/bench/step.ts')]
  const child = track(
    spawn(process.execPath, [...program, ...args], { cwd: root, env, stdio: ['ignore', 2, 2, 'ipc'] }),
  )
  let result: StepResult | undefined
  child.on('message', (message: Message) => {
    if (message.progress) onProgress(message.progress)
    if (message.result) result = message.result
  })
  return new Promise((settle, fail) => {
    child.once('error', fail)
    child.once('exit', (code, signal) => {
      if (result && code === 0) settle(result)
      else fail(new Error(`The step ${args[0]} failed (${signal ?? `exit code ${code}`}).`))
    })
  })
}
