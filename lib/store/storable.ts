// LIMIT: PostgreSQL keeps no NUL and no half of a surrogate pair; what a source says may have both, and must be kept all the same.

export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}

/** For a column of JSON; null stays the NULL of SQL. */
export function storableJson(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return JSON.stringify(value, (_, inner) => (typeof inner === 'string' ? storableText(inner) : inner))
}
