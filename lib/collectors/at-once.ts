// Details of many rows, a few requests under way at a time.

const AT_ONCE = 4

/** In the order of the rows, a few under way at a time. */
export async function mapAtOnce<Row, Result>(
  rows: readonly Row[],
  work: (row: Row) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < rows.length; at = next++) {
      // Sound: `at` is below the length.
      results[at] = await work(rows[at] as Row)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}
