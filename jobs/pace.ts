const SECOND_MS = 1000

/** Progress at a pace to read: nothing in the first second, then at most a line a second. */
export function pace(say: (line: string) => void, clock: () => number = Date.now): (line: string) => void {
  let last = clock()
  return (line) => {
    const now = clock()
    if (now - last < SECOND_MS) return
    last = now
    say(line)
  }
}
