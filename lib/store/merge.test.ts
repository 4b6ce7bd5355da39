import { describe, expect, test } from 'vitest'
import { parseRecord, type Removal, type SourceRecord } from '../records/record'
import { commit, deployment, incident, pullRequest, sha, tag, team } from '../testing/build'
import { mergeRecord, type Outcome, type StoredRecord } from './merge'

const early = '2026-03-01T08:00:00Z'
const later = '2026-03-01T09:00:00Z'
const latest = '2026-03-01T10:00:00.5Z'

function removal(record: SourceRecord, updatedAt?: string, source = record.source): Removal {
  const parsed = parseRecord({ ...record, source, deleted: true, updatedAt })
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.record as Removal // sound: it was parsed as one
}

/** Merges in order; what came out of each version, and what is stored in the end. */
function merge(...versions: (SourceRecord | Removal)[]): { outcomes: Outcome[]; stored: StoredRecord | null } {
  let stored: StoredRecord | null = null
  const outcomes: Outcome[] = []
  for (const version of versions) {
    const merged = mergeRecord(stored, version)
    stored = merged.stored
    outcomes.push(merged.outcome)
  }
  return { outcomes, stored }
}

describe('versions of a record', () => {
  test('the same version again changes nothing, and keeps the very object', () => {
    const first = mergeRecord(null, incident({ labels: ['db'], causedBy: { sha: 'abc', deployment: '7' } }))
    const second = mergeRecord(first.stored, incident({ causedBy: { deployment: '7', sha: 'abc' }, labels: ['db'] }))
    expect([first.outcome, second.outcome]).toEqual(['created', 'unchanged'])
    expect(second.stored).toBe(first.stored)
  })

  test('carried fields replace, absent ones stay', () => {
    const { outcomes, stored } = merge(
      pullRequest({ title: 'A', additions: 3, labels: ['x', 'y'] }),
      pullRequest({ title: 'B', labels: ['y'] }),
    )
    expect(outcomes).toEqual(['created', 'updated'])
    expect(stored?.fields).toMatchObject({ title: 'B', additions: 3, labels: ['y'] })
  })

  test('unset clears a field, once', () => {
    const reopened = incident({ unset: ['resolvedAt'] })
    const { outcomes, stored } = merge(incident({ resolvedAt: later }), reopened, reopened)
    expect(outcomes).toEqual(['created', 'updated', 'unchanged'])
    expect(stored?.fields).not.toHaveProperty('resolvedAt')
  })

  test.each([
    ['a newer one applies', early, later, 'updated', 'B'],
    ['an equal one applies', later, later, 'updated', 'B'],
    ['an older one is void', later, early, 'unchanged', 'A'],
    ['milliseconds count', latest, '2026-03-01T10:00:00Z', 'unchanged', 'A'],
    ['one without a time applies', later, undefined, 'updated', 'B'],
    ['one with a time applies where none is stored', undefined, early, 'updated', 'B'],
  ] as const)('by updatedAt: %s', (_, first, second, outcome, title) => {
    const { outcomes, stored } = merge(
      incident({ title: 'A', updatedAt: first }),
      incident({ title: 'B', updatedAt: second }),
    )
    expect(outcomes).toEqual(['created', outcome])
    expect(stored?.fields.title).toBe(title)
  })

  test('a version without a time keeps the stored time, which still holds', () => {
    const versions = [
      incident({ updatedAt: later }),
      incident({ title: 'B' }),
      incident({ title: 'C', updatedAt: early }),
    ]
    expect(merge(...versions).outcomes).toEqual(['created', 'updated', 'unchanged'])
  })
})

describe('removals', () => {
  test('a tombstone holds the key alone, and sending again restores what is sent', () => {
    const full = pullRequest({ title: 'Secret', author: 'a', labels: ['x'] })
    const removed = merge(full, removal(full))
    expect(removed.outcomes).toEqual(['created', 'deleted'])
    expect(removed.stored).toMatchObject({ deleted: true, fields: { number: 1, title: '' } })
    const { outcomes, stored } = merge(full, removal(full), removal(full), pullRequest())
    expect(outcomes).toEqual(['created', 'deleted', 'unchanged', 'created'])
    expect(stored?.deleted).toBe(false)
    expect(stored?.fields).not.toHaveProperty('labels')
    expect(stored?.fields).not.toHaveProperty('author')
  })

  test.each([
    ['an older version does not restore', later, early, 'unchanged', true],
    ['an equal one does', later, later, 'created', false],
    ['a newer one does', early, later, 'created', false],
    ['one without a time does', later, undefined, 'created', false],
  ] as const)('after a removal with a time, %s', (_, removedAt, sentAt, outcome, deleted) => {
    const first = deployment()
    const { outcomes, stored } = merge(first, removal(first, removedAt), deployment({ updatedAt: sentAt }))
    expect(outcomes).toEqual(['created', 'deleted', outcome])
    expect(stored?.deleted).toBe(deleted)
  })

  test('a removal older than the record is void', () => {
    const record = deployment({ updatedAt: later })
    expect(merge(record, removal(record, early)).outcomes).toEqual(['created', 'unchanged'])
  })

  test('removing the unknown leaves a tombstone only with a time', () => {
    expect(merge(removal(deployment()))).toEqual({ outcomes: ['unchanged'], stored: null })
    const { outcomes, stored } = merge(removal(deployment(), later), deployment({ updatedAt: early }))
    expect(outcomes).toEqual(['deleted', 'unchanged'])
    expect(stored?.deleted).toBe(true)
  })
})

describe('shared records', () => {
  const fromGit = tag({ source: 'git' })
  const fromForge = tag({ source: 'forge', url: 'https://forge.example/v1' })

  test('keep every source that says them, and one row of fields', () => {
    const { outcomes, stored } = merge(fromGit, fromForge, fromGit)
    expect(outcomes).toEqual(['created', 'updated', 'unchanged'])
    expect(stored?.sources).toEqual(['forge', 'git'])
    expect(stored?.fields.url).toBe('https://forge.example/v1')
  })

  test('go when the last source is removed', () => {
    const one = merge(fromGit, fromForge, removal(fromGit))
    expect(one.outcomes.at(-1)).toBe('updated')
    expect(one.stored).toMatchObject({ deleted: false, sources: ['forge'] })
    const none = merge(fromGit, fromForge, removal(fromGit), removal(fromForge))
    expect(none.outcomes.at(-1)).toBe('deleted')
    expect(none.stored).toMatchObject({ deleted: true, sources: ['forge'] })
  })

  test('do not heed the removal of a source that never said them', () => {
    expect(merge(fromGit, removal(fromForge, later)).outcomes).toEqual(['created', 'unchanged'])
  })

  test('come back with the sender as their only source', () => {
    const { stored } = merge(team({ source: 'a' }), removal(team({ source: 'a' })), team({ source: 'b' }))
    expect(stored).toMatchObject({ deleted: false, sources: ['b'] })
  })
})

describe("a commit's author", () => {
  const git = { hash: 'g'.repeat(22), bot: false }
  const api = { hash: 'a'.repeat(22), bot: false }
  const named = (author?: typeof git & { git?: boolean }, more = {}) => commit({ sha: sha('x'), author, ...more })

  test('of git stands, whichever came first', () => {
    const first = mergeRecord(null, named(git), 1)
    const second = mergeRecord(first.stored, named(api, { additions: 1 }), 0)
    expect(second.stored?.fields).toMatchObject({ author: git, additions: 1 })
    const other = mergeRecord(mergeRecord(null, named(api), 0).stored, named(git), 1)
    expect(other.stored).toMatchObject({ authorRank: 1, fields: { author: git } })
  })

  test('is not cleared by a lower word, and is free again when git clears it', () => {
    const stored = mergeRecord(null, named(git), 1).stored
    const clear = commit({ sha: sha('x'), unset: ['author'] })
    expect(mergeRecord(stored, clear, 0).outcome).toBe('unchanged')
    const cleared = mergeRecord(stored, clear, 1).stored
    expect(mergeRecord(cleared, named(api), 0).stored?.fields.author).toEqual(api)
  })

  test("an exported one says itself that it is git's", () => {
    const exported = mergeRecord(null, named({ ...git, git: true }), 0)
    expect(exported.stored).toMatchObject({ authorRank: 1 })
    expect(exported.stored?.fields.author).toEqual(git)
    expect(mergeRecord(exported.stored, named(git), 1).outcome).toBe('unchanged')
    expect(mergeRecord(exported.stored, named(api), 0).stored).toBe(exported.stored)
    expect(mergeRecord(null, named({ ...api, git: false }), 0).stored).toMatchObject({ authorRank: 0 })
  })

  test('git without an author leaves the stored one', () => {
    const stored = mergeRecord(null, named(api), 0).stored
    expect(mergeRecord(stored, named(), 1).outcome).toBe('unchanged')
  })
})
