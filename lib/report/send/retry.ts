// When a sending that failed for now is tried again.

const MINUTE = 60_000
const PAUSES = [5, 15, 60, 240, 720].map((minutes) => minutes * MINUTE)
/** So long it is tried, counted from the first time. */
export const TRIED_MS = 24 * 60 * MINUTE
/** Each pause is up to this share shorter or longer, so that what failed together does not come back together. */
const JITTER = 0.2

/**
 * After `tries` tries: five minutes, 15, an hour, 4 and 12, the last one a day after the first; null: no more. `random` is from 0 to
 * 1; `notBefore` is what a server asked for.
 */
export function nextTry(
  { tries, firstTriedAt, now, notBefore = 0 }: { tries: number; firstTriedAt: number; now: number; notBefore?: number },
  random: number,
): number | null {
  const last = firstTriedAt + TRIED_MS
  if (now >= last || notBefore > last) return null
  const pause = PAUSES[Math.min(tries, PAUSES.length) - 1] ?? MINUTE * 5
  return Math.max(notBefore, Math.min(last, now + pause * (1 + JITTER * (2 * random - 1))))
}
