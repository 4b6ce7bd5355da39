// Many durations in one column, of which any run of neighbours has its median: a service's, its team's, everybody's.

/** Medians of type 7 like `lib/metrics/stats.ts`, without a copy: the values of a run are left in another order. */
export class Sample {
  #values = new Float64Array(1024)
  length = 0

  /** Forgets the values, keeps the room. */
  clear(): void {
    this.length = 0
  }

  add(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(2 * this.length)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length] = value
    this.length += 1
  }

  /** Of the values at positions `from` to before `to`; null of none. */
  median(from: number, to: number): number | null {
    const values = this.#values
    const count = to - from
    if (count <= 0) return null
    const middle = from + ((count - 1) >> 1)
    const low = select(values, from, to - 1, middle)
    if (count % 2 === 1) return low
    let high = Number.POSITIVE_INFINITY
    for (let at = middle + 1; at < to; at += 1) high = Math.min(high, values[at] as number)
    return low + 0.5 * (high - low)
  }
}

/** Hoare's selection: afterwards nothing left of `wanted` is larger than its value, nothing right of it smaller. */
function select(values: Float64Array, first: number, last: number, wanted: number): number {
  let [low, high] = [first, last]
  while (low < high) {
    const pivot = middleOfThree(values[low] as number, values[(low + high) >> 1] as number, values[high] as number)
    let [left, right] = [low, high]
    while (left <= right) {
      while ((values[left] as number) < pivot) left += 1
      while ((values[right] as number) > pivot) right -= 1
      if (left > right) break
      const kept = values[left] as number
      values[left] = values[right] as number
      values[right] = kept
      left += 1
      right -= 1
    }
    if (wanted <= right) high = right
    else if (wanted >= left) low = left
    else break
  }
  return values[wanted] as number
}

function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
