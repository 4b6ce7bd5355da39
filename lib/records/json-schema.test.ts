import { expect, test } from 'vitest'
import { recordsJsonSchema, recordsTable } from './json-schema'
import { RECORD_TYPES } from './record'

test('every record has a JSON Schema', () => {
  const schema = recordsJsonSchema() as { $defs: Record<string, { properties: object; required: string[] }> }
  expect(Object.keys(schema.$defs)).toEqual(RECORD_TYPES)
  expect(schema.$defs.commit?.required).toEqual(['type', 'repository', 'sha', 'parents', 'authoredAt', 'committedAt'])
  expect(Object.keys(schema.$defs.service?.properties ?? {})).toContain('calendar')
})

test('every record has a row in the table, with its key and what is optional', () => {
  const table = recordsTable()
  for (const type of RECORD_TYPES) expect(table).toContain(`| \`${type}\` | \``)
  expect(table).toContain('| `review` | `repository`, `pullRequest`, `id` | `author`, `state`, `submittedAt` |')
  expect(table).toContain('`mergedAt?`')
})
