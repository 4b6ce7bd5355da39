import { describe, expect, it } from 'vitest'
import { sources } from './registry'

describe('the registry of sources', () => {
  it('calls each source by its id', () => {
    for (const [id, source] of Object.entries(sources)) expect(source.id).toBe(id)
  })
})
