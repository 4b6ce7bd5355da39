import { describe, expect, it } from 'vitest'
import type { CollectionRun } from '../store/collection-runs'
import { unreadSources } from './unread-sources'

const NOW = Date.UTC(2026, 2, 4, 12)
const HOUR = 3_600_000
const WELL = {
  name: 'forge',
  schedule: '*/10 * * * *',
  paused: false,
  collecting: false,
  lastFinishedAt: NOW - 60_000,
  lastError: null,
  run: null,
}
const FAILED = { ...WELL, lastError: { kind: 'unavailable' as const, message: 'it does not answer' } }
const completed = new Map([['forge', NOW - 50 * HOUR]])

/** A run in which the commits of these could not be read; `more`: as many others. */
function failing(scopes: (string | null)[], more = 0): CollectionRun {
  const outcomes = scopes.map((scope) => ({ scope, status: 'failed' as const, pages: 0, records: 0, rejected: 0 }))
  const ended = { failed: scopes.length + more }
  const stream = { stream: 'commits', title: 'Commits', ended, pages: 0, records: 0, rejected: 0, outcomes }
  const run = { startedAt: NOW, finishedAt: NOW, status: 'partial' as const, records: 0, rejected: 0, counts: {} }
  return { ...run, streams: [stream], error: null, budget: null, progress: null }
}

it('a source that is read in time and in full is not named', () => {
  expect(unreadSources([WELL], completed, NOW)).toEqual([])
})

it('one that fails is named with the last time it was read in full, also while it is tried again', () => {
  const expected = [{ name: 'forge', since: NOW - 50 * HOUR, why: 'failing' }]
  expect(unreadSources([FAILED], completed, NOW)).toEqual(expected)
  expect(unreadSources([{ ...FAILED, collecting: true }], completed, NOW)).toEqual(expected)
  expect(unreadSources([FAILED], new Map(), NOW)).toMatchObject([{ since: null }])
})

it('one whose schedule was missed is late, unless it is paused', () => {
  const late = { ...WELL, lastFinishedAt: NOW - 5 * HOUR }
  expect(unreadSources([late], completed, NOW)).toMatchObject([{ why: 'late' }])
  expect(unreadSources([{ ...late, paused: true }], completed, NOW)).toEqual([])
})

describe('for one repository', () => {
  const about = { repository: 'acme/shop', others: new Set(['acme/search']) }
  it.each([
    ['its own', failing(['acme/shop']), 1],
    ['another’s', failing(['acme/search']), 0],
    ['one that no service has', failing(['acme/unknown']), 1],
    ['the list of repositories', failing([null]), 1],
    ['another’s, and some that are not told', failing(['acme/search'], 3), 1],
    ['what nobody told', null, 1],
  ])('a source that failed at %s', (_, run, count) => {
    expect(unreadSources([{ ...FAILED, run }], completed, NOW, about)).toHaveLength(count)
  })

  it('a source that has only ever told of others does not concern it, whatever became of it', () => {
    const late = { ...WELL, lastFinishedAt: NOW - 5 * HOUR }
    for (const state of [FAILED, late]) {
      expect(unreadSources([state], completed, NOW, { ...about, elsewhere: new Set(['forge']) })).toEqual([])
      expect(unreadSources([state], completed, NOW, { ...about, elsewhere: new Set(['mill']) })).toHaveLength(1)
    }
  })
})
