// Deriving while a long collection goes on, so that pages are useful long before it ends.
import { type DeriveReport, deriveStale } from '../lib/insights/derive-stale'

const EVERY_MS = 30_000

let turn: Promise<unknown> = Promise.resolve()

/** Derives what is stale. Of several that ask in this process one does so at a time, the others hold no connection meanwhile. */
export function deriveInTurn(...given: Parameters<typeof deriveStale>): Promise<DeriveReport> {
  const mine = turn.then(() => deriveStale(...given))
  turn = mine.catch(() => {})
  return mine
}

export type Meanwhile = {
  /** Something was stored that facts may follow from. */
  landed(): void
  /** No further time; resolves when the one that is under way has ended. */
  end(): Promise<void>
}

/** Calls `derive` when something has landed and so long has passed since the beginning or the last time. */
export function meanwhile(
  derive: () => Promise<unknown>,
  onError: (error: unknown) => void,
  everyMs = EVERY_MS,
): Meanwhile {
  let last = Date.now()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> | undefined
  let more = false
  let over = false
  const wait = () => {
    more = false
    timer = setTimeout(run, Math.max(0, last + everyMs - Date.now()))
  }
  const run = () => {
    timer = undefined
    running = derive()
      .catch(onError)
      .finally(() => {
        running = undefined
        last = Date.now()
        if (more && !over) wait()
      })
  }
  return {
    landed() {
      if (over || timer) return
      if (running) more = true
      else wait()
    },
    async end() {
      over = true
      clearTimeout(timer)
      await running
    },
  }
}
