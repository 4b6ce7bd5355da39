import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sources } from '../../lib/collectors/registry'
import { configOf, fieldsOf, problemsOf } from './fields'

const Config = z.strictObject({
  token: z.string().min(1).optional().meta({ secret: true, title: 'Token', description: 'May read.' }),
  app: z
    .strictObject({ id: z.number(), key: z.string().meta({ secret: true, multiline: true }) })
    .optional()
    .meta({ title: 'App' }),
  baseUrl: z.url().default('https://api.example').meta({ title: 'Address' }),
  repositories: z.array(z.string()).min(1, 'is empty'),
  archived: z.boolean().default(false),
  jobs: z.enum(['needed', 'all']).default('needed'),
  since: z.iso.date().optional(),
  mapping: z
    .array(z.strictObject({ jobs: z.string().min(1, 'is empty').meta({ title: 'Jobs' }), repository: z.string() }))
    .default([]),
  incidents: z.strictObject({ labels: z.array(z.string()).default(['incident']) }).default({ labels: ['incident'] }),
})

function form(values: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(values)) data.set(name, value)
  return data
}

const fields = fieldsOf(Config, undefined)

describe('the fields of a schema', () => {
  it('have the kind, the words and the default that it gives them', () => {
    expect(fields).toMatchObject([
      { name: 'token', kind: 'secret', title: 'Token', description: 'May read.', required: false, stored: false },
      { name: 'app', kind: 'group', optional: true, fields: [{ name: 'app.id', kind: 'number' }, { multiline: true }] },
      { name: 'baseUrl', kind: 'text', value: 'https://api.example' },
      { name: 'repositories', kind: 'list', value: [], required: true },
      { name: 'archived', kind: 'flag', value: false },
      { name: 'jobs', kind: 'choice', choices: ['needed', 'all'], value: 'needed' },
      { name: 'since', kind: 'date', value: '' },
      { name: 'mapping', kind: 'rows', columns: [{ key: 'jobs', title: 'Jobs' }, { key: 'repository' }], rows: [] },
      {
        name: 'incidents',
        kind: 'group',
        optional: false,
        fields: [{ name: 'incidents.labels', value: ['incident'] }],
      },
    ])
  })

  it('show what is stored, and of a secret only that it is', () => {
    const stored = { token: { $secret: 'v1.abc' }, repositories: ['acme/*'], archived: true, jobs: 'all' }
    const shown = fieldsOf(Config, stored)
    expect(shown).toMatchObject([
      { stored: true },
      {},
      {},
      { value: ['acme/*'] },
      { value: true },
      { value: 'all' },
      {},
      {},
      {},
    ])
    expect(JSON.stringify(shown)).not.toContain('v1.abc')
  })

  it('can be made of every source there is, with a title for each', () => {
    for (const [id, { config }] of Object.entries(sources)) {
      const own = fieldsOf(config, undefined)
      expect(own.length, id).toBeGreaterThan(0)
      for (const { name, title } of own) expect(title, `${id}.${name}`).not.toBe(name)
    }
  })
})

describe('a form', () => {
  it('is read as the schema wants it, without what was left empty', () => {
    const given = configOf(
      fields,
      form({
        token: ' t ',
        baseUrl: 'https://api.example',
        repositories: 'acme/*\n\n!acme/old, b/c',
        jobs: 'all',
        archived: 'on',
      }),
      undefined,
    )
    expect(given).toEqual({
      ...{ token: 't', baseUrl: 'https://api.example', repositories: ['acme/*', '!acme/old', 'b/c'] },
      ...{ archived: true, jobs: 'all', incidents: { labels: [] }, mapping: [] },
    })
    expect(Config.safeParse(given).success).toBe(true)
  })

  it('has rows of several texts; empty ones are none', () => {
    const rows = {
      'mapping.0.jobs': 'a/*',
      'mapping.0.repository': 'acme/a',
      'mapping.1.jobs': ' ',
      'mapping.1.repository': '',
    }
    const more = { 'mapping.2.jobs': '', 'mapping.2.repository': 'acme/c', 'mapping.9.jobs': 'left out' }
    const given = configOf(fields, form({ ...rows, ...more, repositories: 'a/b' }), undefined)
    expect(given.mapping).toEqual([
      { jobs: 'a/*', repository: 'acme/a' },
      { jobs: '', repository: 'acme/c' },
    ])
    const parsed = Config.safeParse(given)
    expect(problemsOf(parsed.error as z.ZodError, fields)).toMatchObject({ mapping: 'is empty' })
  })

  it('keeps a secret that was left empty, unless the address is another', () => {
    const stored = { token: { $secret: 'v1.abc' }, baseUrl: 'https://api.example', repositories: ['a/b'] }
    const same = form({ baseUrl: 'https://api.example', repositories: 'a/c' })
    expect(configOf(fields, same, stored)).toMatchObject({ token: { $secret: 'v1.abc' } })
    expect(configOf(fields, form({ token: 'new', baseUrl: 'https://api.example' }), stored)).toMatchObject({
      token: 'new',
    })
    const moved = form({ baseUrl: 'https://evil.example', repositories: 'a/c' })
    expect(configOf(fields, moved, stored)).not.toHaveProperty('token')
    expect(configOf(fields, form({ repositories: 'a/c' }), stored)).toHaveProperty('token')
    const elsewhere = { ...stored, baseUrl: 'https://forge.example' }
    expect(configOf(fields, form({ repositories: 'a/c' }), elsewhere)).not.toHaveProperty('token')
  })

  it('takes an address that was left out for the usual one, and no spelling of another for none', () => {
    const stored = { token: { $secret: 'v1.abc' }, repositories: ['a/b'] }
    expect(configOf(fields, form({ baseUrl: 'https://api.example/' }), stored)).toHaveProperty('token')
    for (const baseUrl of ['https://evil.example', '\u0001https://evil.example', 'ht\ttps://evil.example'])
      expect(configOf(fields, form({ baseUrl }), stored)).not.toHaveProperty('token')
  })

  it('is told what is wrong beside the field, the innermost there is', () => {
    const parsed = Config.safeParse({
      repositories: [],
      app: { id: 'x', key: 'k' },
      incidents: { labels: [7] },
      more: 1,
    })
    expect(problemsOf(parsed.error as z.ZodError, fields)).toMatchObject({
      repositories: 'is empty',
      'app.id': expect.any(String),
      'incidents.labels': expect.any(String),
      '': expect.stringContaining('more'),
    })
  })
})
