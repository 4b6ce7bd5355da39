// Query strings of pages: reading single values, and the same page with some of them changed.

export type Query = Record<string, string | string[] | undefined>

/** The first value of a parameter; an empty one counts as absent. NUL is dropped: no text in the database can hold it. */
export function one(query: Query, name: string): string | undefined {
  const value = query[name]
  const first = (Array.isArray(value) ? value[0] : value)?.replaceAll('\0', '')
  return first === '' ? undefined : first
}

/** The query with all values of a parameter as one, the way that checkboxes of a form become a short address. */
export function joined(query: Query, name: string): Query {
  const value = query[name]
  return Array.isArray(value) ? { ...query, [name]: value.join(',') } : query
}

/** A page number from 1; null when what was given is not one. */
export function pageNumber(query: Query, name: string): number | null {
  const text = one(query, name) ?? '1'
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : null
}

/** The current query with `changes`; undefined removes. Ends in `hash` where given. */
export function href(path: string, query: Query, changes: Record<string, string | undefined>, hash = ''): string {
  const next = new URLSearchParams()
  for (const name of Object.keys(query)) {
    const value = one(query, name)
    if (value !== undefined && !(name in changes)) next.set(name, value)
  }
  for (const [name, value] of Object.entries(changes)) if (value !== undefined) next.set(name, value)
  const text = next.toString()
  return `${path}${text ? `?${text}` : ''}${hash ? `#${hash}` : ''}`
}

/** A segment of an address as its writer meant it; as it stands where a per cent sign in it begins nothing. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
