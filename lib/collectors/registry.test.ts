import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sources } from './registry'

describe('the registry of sources', () => {
  it('holds exactly the folders beside it', () => {
    const entries = readdirSync(import.meta.dirname, { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    expect(Object.keys(sources).sort()).toEqual(folders.sort())
  })

  it('calls each source by its id', () => {
    for (const [id, source] of Object.entries(sources)) expect(source.id).toBe(id)
  })
})
