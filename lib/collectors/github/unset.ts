/** The record with every field of `fields` that it does not carry named in `unset`: what was true before is no more. */
export function unsetting<R extends object>(
  record: R,
  fields: readonly (keyof R & string)[],
): R & { unset?: string[] } {
  const unset = fields.filter((field) => record[field] === undefined)
  return unset.length > 0 ? { ...record, unset } : record
}
