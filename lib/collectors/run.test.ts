import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { StreamgaugeError } from '../errors'
import { runContext } from '../testing/run-context'
import {
  type CollectContext,
  type Cursor,
  defineSource,
  defineStream,
  type Held,
  type Page,
  type Source,
} from './contract'
import { runSource, type SavedPage, type StoredCursor } from './run'

const tag = (name: string) => ({
  type: 'tag' as const,
  repository: 'a/b',
  name,
  sha: 'c0ffee',
  createdAt: '2026-01-01T00:00:00Z',
})

type Collect = (
  context: CollectContext<{ token: string }>,
  cursor: Cursor<number, number>,
  held: Held,
) => AsyncGenerator<Page<number, number>>

function source(...streams: [string, Collect][]): Source {
  const define = ([id, collect]: [string, Collect]) =>
    defineStream<{ token: string }, number, number>({ id, title: id, resume: z.number(), since: z.number(), collect })
  return defineSource<{ token: string }>({
    id: 'fake',
    title: 'Fake',
    config: z.object({ token: z.string() }),
    identity: () => 'always the same',
    check: async () => ({ summary: 'good', warnings: [] }),
    streams: streams.map(define),
  }) as Source // sound: run.ts parses the configuration
}

async function* held() {
  yield [{ repository: 'a/b', name: 'held' }]
}

async function run(
  given: Source,
  options: { cursors?: Record<string, StoredCursor>; save?: (page: SavedPage) => Promise<void> } = {},
) {
  const pages: SavedPage[] = []
  const save = options.save ?? (async (page: SavedPage) => void pages.push(page))
  const context = runContext()
  const config = { token: 'secret' }
  const cursors = options.cursors ?? {}
  const outcome = await runSource(given, { connection: 'here', config, cursors, context, held, save })
  return { outcome, pages }
}

const one: Collect = async function* () {
  yield { records: [tag('v1')], rejected: [], cursor: { resume: 1 } }
  yield { records: [], rejected: [], cursor: { since: 7 } }
}
const failing = (error: unknown): Collect =>
  async function* () {
    yield { records: [tag('before')], rejected: [], cursor: { resume: 1 } }
    throw error
  }

describe('runSource', () => {
  it('hands on records, rejected rows and cursor together, page by page', async () => {
    const { outcome, pages } = await run(source(['tags', one]))
    expect(outcome).toMatchObject({ status: 'completed', records: 1, streams: [{ stream: 'tags', pages: 2 }] })
    expect(pages.map((page) => page.cursor)).toEqual([
      { config: expect.stringMatching(/^[0-9a-f]{64}$/), resume: 1 },
      { config: pages[0]?.cursor.config, since: 7 },
    ])
    expect(pages[0]?.records).toEqual([{ ...tag('v1'), source: 'here' }])
  })

  it('gives a stream its own cursor back, and none of another configuration', async () => {
    const seen: Cursor[] = []
    const given = source([
      'tags',
      async function* (context, cursor, held) {
        seen.push(cursor)
        yield* one(context, cursor, held)
      },
    ])
    const { pages } = await run(given)
    const stored = pages[0]?.cursor ?? { config: '' }
    await run(given, { cursors: { tags: stored } })
    await run(given, { cursors: { tags: { ...stored, config: 'other' } } })
    await run(given, { cursors: { tags: { ...stored, since: 'from an older version' } } })
    expect(seen).toEqual([{}, { resume: 1, since: undefined }, {}, {}])
  })

  it('hands on what is held, for a stream that starts over', async () => {
    const { pages } = await run(
      source([
        'tags',
        async function* (_context, _cursor, held) {
          for await (const keys of held('tag', 'a/b')) {
            yield { records: keys.map((key) => ({ type: 'tag', ...key, deleted: true })), rejected: [], cursor: {} }
          }
        },
      ]),
    )
    expect(pages[0]?.records).toMatchObject([{ type: 'tag', name: 'held', source: 'here', deleted: true }])
  })

  it('rejects a record that is not one, by name and field and without its author, and keeps its neighbours', async () => {
    const bad = {
      type: 'commit' as const,
      repository: 'a/b',
      sha: 'beef',
      parents: ['beef'],
      authoredAt: 'x',
      committedAt: 'x',
      author: 'ada@example.com',
    }
    const { outcome, pages } = await run(
      source([
        'tags',
        async function* () {
          yield { records: [tag('v1'), bad, tag('v2')], rejected: [], cursor: { since: 1 } }
        },
      ]),
    )
    expect(outcome).toMatchObject({ status: 'completed', records: 2, rejected: 1 })
    expect(pages[0]?.rejected).toMatchObject([
      { position: 'commit a/b beef', path: expect.any(String), reason: expect.any(String) },
    ])
    expect(JSON.stringify(pages)).not.toContain('ada@')
  })

  it("returns one stream's failure and runs the next", async () => {
    const error = new StreamgaugeError('auth', 'no scope')
    const { outcome, pages } = await run(source(['a', failing(error)], ['b', one]))
    expect(outcome).toMatchObject({
      status: 'partial',
      error,
      streams: [{ status: 'failed', records: 1, error }, { status: 'completed' }],
    })
    expect(pages).toHaveLength(3)
  })

  it('tells a limit from a failure, and lets the other streams find out for themselves', async () => {
    const error = new StreamgaugeError('rate-limited', 'later', { retryAt: new Date(5) })
    const { outcome } = await run(source(['a', failing(error)], ['b', one]))
    expect(outcome).toMatchObject({
      status: 'waiting',
      error,
      streams: [{ status: 'waiting' }, { status: 'completed' }],
    })
    const both = await run(source(['a', failing(error)], ['b', failing(new StreamgaugeError('auth', 'no scope'))]))
    expect(both.outcome).toMatchObject({ status: 'partial', error: { kind: 'auth' } })
  })

  it('calls everything else a bug', async () => {
    const { outcome } = await run(source(['a', failing(new TypeError('oops'))]))
    expect(outcome).toMatchObject({ status: 'failed', error: { kind: 'bug', message: 'oops' } })
    const restless: Collect = async function* () {
      yield { records: [], rejected: [], cursor: { since: 1 } }
      yield { records: [], rejected: [], cursor: { since: 1 } }
    }
    expect((await run(source(['a', restless]))).outcome).toMatchObject({ error: { kind: 'bug' } })
  })

  it('passes on what the store throws, and ends the stream', async () => {
    let ended = false
    const given = source([
      'a',
      async function* (...args) {
        try {
          yield* one(...args)
        } finally {
          ended = true
        }
      },
    ])
    const save = () => Promise.reject(new Error('the database is gone'))
    await expect(run(given, { save })).rejects.toThrow('the database is gone')
    expect(ended).toBe(true)
  })
})
