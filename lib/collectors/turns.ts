// Whose page is next, when several streams of a run go from new to old.

/** `reached`: how far back, in milliseconds of the epoch; infinite where nothing was asked yet or the stream knows no times. */
export type Turn = { reached: number }

/**
 * Advances the one that has come least far back, of equals the first, until none is left; so the newest of everything
 * comes first. `advance` says whether there is more. At most `atOnce` are under way; what it throws ends all.
 */
export async function takeTurns<T extends Turn>(
  turns: readonly T[],
  atOnce: number,
  advance: (turn: T) => Promise<boolean>,
): Promise<void> {
  const away = new Set<T>()
  let failure: { error: unknown } | undefined
  const next = () => {
    let found: T | undefined
    for (const turn of turns) if (!away.has(turn) && (!found || turn.reached > found.reached)) found = turn
    return found
  }
  const work = async () => {
    for (let turn = next(); turn && !failure; turn = next()) {
      away.add(turn)
      try {
        if (await advance(turn)) away.delete(turn)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, work))
  if (failure) throw failure.error
}
