import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Config, floorOf } from './config'
import { selectionOf } from './selection'

type Field = { title?: string; description?: string; secret?: boolean; properties?: Record<string, Field> }

function fieldsOf(schema: Field, path = ''): [string, Field][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    [`${path}${name}`, field] as [string, Field],
    ...fieldsOf(field, `${path}${name}.`),
  ])
}

describe('the configuration of a GitHub connection', () => {
  const fields = fieldsOf(z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' }) as Field) // of an object

  it('tells a form the title and the meaning of every field', () => {
    const bare = fields.filter(([, { title, description }]) => !title || !description)
    expect(bare.map(([name]) => name)).toEqual([])
  })

  it('marks what must be kept secret', () => {
    expect(fields.filter(([, { secret }]) => secret).map(([name]) => name)).toEqual([
      'token',
      'app.privateKey',
      'webhookSecret',
    ])
  })

  it('goes back a year, or to the day that was said', () => {
    const config = Config.parse({ token: 'x', repositories: ['acme/shop'] })
    const now = new Date('2026-06-01T00:00:00Z')
    expect(floorOf({ config, now }).toISOString()).toBe('2025-06-01T00:00:00.000Z')
    expect(floorOf({ config: { ...config, since: '2024-02-29' }, now }).toISOString()).toBe('2024-02-29T00:00:00.000Z')
  })
})

describe('which repositories are meant', () => {
  const of = (...repositories: string[]) => selectionOf({ repositories })

  it('are those of an owner, those that are named, and none that are left out', () => {
    const { owners, names, selects, excludes } = of('acme/*', 'Else/Where', 'acme/shop', '!acme/old-*', '!else/there')
    expect(owners).toEqual(['acme'])
    expect(names).toEqual([
      { owner: 'Else', name: 'Where' },
      { owner: 'acme', name: 'shop' },
    ])
    expect([selects('Acme/Site'), selects('other/site')]).toEqual([true, false])
    expect([excludes('acme/OLD-site'), excludes('acme/site')]).toEqual([true, false])
  })

  it('may be named and left out at once: then they are left out', () => {
    expect(of('acme/shop', 'acme/site', '!ACME/shop').names).toEqual([{ owner: 'acme', name: 'site' }])
  })
})
