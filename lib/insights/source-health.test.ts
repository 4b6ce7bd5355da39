import { expect, it } from 'vitest'
import type { CollectionState } from '../store/collection-runs'
import { healthOf } from './source-health'

const NOW = Date.parse('2026-03-02T09:00:00Z')
type Run = NonNullable<CollectionState['run']>

function source(given: Partial<CollectionState> = {}, run: Partial<Run> | null = {}): CollectionState {
  return {
    ...{ name: 'forge', kind: 'github', managedByFile: false, schedule: null, paused: false, waitingUntil: null },
    ...{ lastFinishedAt: null, lastError: null, collecting: false },
    run: run && {
      ...{ startedAt: NOW - 60_000, finishedAt: NOW, status: 'completed', records: 0, rejected: 0, counts: {} },
      ...{ streams: [], error: null, budget: null, progress: null },
      ...run,
    },
    ...given,
  }
}

const error = { kind: 'auth', message: 'The token has expired.', hint: 'Make a new one.' }
const progress = {
  ended: 1,
  known: 4,
  stream: 'Pull requests and reviews',
  scope: 'acme/shop',
  pages: 2,
  note: null,
  at: NOW,
}

it.each([
  [
    'running',
    source({ collecting: true, paused: true }, { progress, records: 1200 }),
    false,
    'Pull requests and reviews of acme/shop: 1,200 records so far.',
  ],
  ['queued', source(), true, 'Waits for a worker to begin.'],
  ['paused', source({ paused: true }, { status: 'failed', error }), false, 'Collected only when you ask for it.'],
  ['waiting', source({ waitingUntil: NOW + 2_400_000 }), false, /answered enough.* collected in 40.min\.$/],
  ['well', source({ waitingUntil: NOW - 1 }), false, 'Nothing new the last time.'],
  ['new', source({}, null), false, 'Not collected yet.'],
  ['failed', source({}, { status: 'failed', error }), false, 'The token has expired.'],
  ['partial', source({}, { status: 'partial', error }), false, /^Not everything could be read: The token/],
  ['partial', source({}, { status: 'lost' }), false, /worker ended/],
  ['partial', source({}, { status: 'running' }), false, /worker ended/],
  ['well', source({}, { records: 1 }), false, '1 new or changed record the last time.'],
])('is %s', (state, given, queued, sentence) => {
  const health = healthOf(given as CollectionState, queued as boolean, NOW)
  expect(health).toMatchObject({ state })
  expect(health.sentence).toMatch(sentence)
})

it('says what the owner can do', () => {
  expect(healthOf(source({}, { status: 'failed', error }), false, NOW).hint).toBe('Make a new one.')
})
