// Items by a small number each, laid side by side: a repository has a hundred thousand groups of one, which as arrays of a map cost more than their use.

export type Groups<Item> = (key: number) => readonly Item[]

/** `keyOf`: a whole number under `count`; a negative one leaves the item out. Within a group the items keep their order. */
export function groupsOf<Item>(
  items: readonly Item[],
  count: number,
  keyOf: (item: Item, at: number) => number,
): Groups<Item> {
  const keys = new Int32Array(items.length)
  const ends = new Int32Array(count + 1)
  for (let at = 0; at < items.length; at += 1) {
    const key = keyOf(items[at] as Item, at)
    keys[at] = key
    if (key >= 0) ends[key + 1] = (ends[key + 1] as number) + 1
  }
  for (let key = 0; key < count; key += 1) ends[key + 1] = (ends[key + 1] as number) + (ends[key] as number)
  const starts = ends.slice()
  const laid: Item[] = new Array(ends[count] as number)
  for (let at = 0; at < items.length; at += 1) {
    const key = keys[at] as number
    if (key < 0) continue
    const place = starts[key] as number
    starts[key] = place + 1
    laid[place] = items[at] as Item
  }
  const none: readonly Item[] = []
  return (key) => {
    const from = ends[key] as number
    const to = ends[key + 1] as number
    return from < to ? laid.slice(from, to) : none
  }
}
