// Owns the demo's luck: numbers that look drawn and repeat, one independent sequence a name.

/** A sequence that its name alone decides, so that a part of the story never changes another part's draws. */
export class Chance {
  #state: number

  constructor(name: string) {
    // FNV-1a, 32 bits.
    let hash = 0x811c9dc5
    for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
    this.#state = hash >>> 0
  }

  /** In [0, 1): splitmix32. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.next())
  }

  happens(share: number): boolean {
    return this.next() < share
  }

  /** Whole, and `mean` on average. */
  rounded(mean: number): number {
    return Math.floor(mean) + (this.happens(mean % 1) ? 1 : 0)
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)] as Item // sound: no list of the demo is empty
  }

  weighted<Item>(items: readonly (readonly [Item, number])[]): Item {
    let left = this.next() * items.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [item, weight] of items) {
      left -= weight
      if (left < 0) return item
    }
    return items[items.length - 1]?.[0] as Item // sound: as above; rounding may leave a crumb
  }

  /** Durations: half are below the median, few are far above. */
  logNormal(median: number, sigma = 0.7): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
    return median * Math.exp(sigma * Math.max(-2.5, Math.min(2.5, normal)))
  }
}
