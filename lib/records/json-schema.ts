// What the schemas say, for others: JSON Schema for editors and validators, a table for the documentation.
import { z } from 'zod'
import { optionalFields, RECORD_TYPES, RECORDS } from './record'

/** JSON Schema (2020-12) of one line: any of the records, as they may be written. */
export function recordsJsonSchema(): Record<string, unknown> {
  const records = RECORD_TYPES.map((type) => {
    const { $schema: _, ...definition } = z.toJSONSchema(RECORDS[type].schema, { io: 'input', unrepresentable: 'any' })
    return [type, definition]
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A record of Streamgauge',
    oneOf: RECORD_TYPES.map((type) => ({ $ref: `#/$defs/${type}` })),
    $defs: Object.fromEntries(records),
  }
}

/** The records as a Markdown table: type, key, fields (`?` = optional). */
export function recordsTable(): string {
  const common = ['type', 'source', 'updatedAt', 'unset', 'deleted']
  const rows = RECORD_TYPES.map((type) => {
    const { schema, key } = RECORDS[type]
    const optional = new Set(optionalFields(type))
    const fields = Object.keys(schema.shape).filter((field) => !common.includes(field) && !key.includes(field))
    const cells = fields.map((field) => `\`${field}${optional.has(field) ? '?' : ''}\``)
    return `| \`${type}\` | ${key.map((field) => `\`${field}\``).join(', ')} | ${cells.join(', ')} |`
  })
  return ['| type | key | fields (`?` = optional) |', '|---|---|---|', ...rows].join('\n')
}
