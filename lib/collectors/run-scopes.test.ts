import { existsSync, mkdirSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { StreamgaugeError } from '../errors'
import { removeFolders, temporaryFolder } from '../testing/git-repository'
import { runContext } from '../testing/run-context'
import {
  type Cursor,
  defineScopedSource,
  defineScopes,
  defineStream,
  type Page,
  type Scope,
  type ScopesPage,
} from './contract'
import { type Progress, runSource, type SavedPage, type StoredCursor } from './run'
import { mirrorDirOf } from './workdir'

afterAll(removeFolders)

type Session = { asked: string[] }
type Collect = (scope: Scope, session: Session, cursor: Cursor<number, number>) => AsyncGenerator<Page<number, number>>

const shop: Scope = { id: '1', title: 'acme/shop' }
const site: Scope = { id: '2', title: 'acme/site' }

async function* list(...pages: Scope[][]): AsyncGenerator<ScopesPage<Scope, number, number>> {
  for (const scopes of pages) yield { scopes, records: [], rejected: [], cursor: {} }
}

function source(listing: () => AsyncGenerator<ScopesPage<Scope, number, number>>, streams: Record<string, Collect>) {
  const cursor = { resume: z.number(), since: z.number() }
  return defineScopedSource<object, Session, Scope>({
    id: 'fake',
    title: 'Fake',
    config: z.object({}),
    identity: () => 'always the same',
    open: () => ({ asked: [] }),
    check: async () => ({ summary: 'good', warnings: [] }),
    scopes: defineScopes({ id: 'repositories', title: 'Repositories', ...cursor, collect: listing }),
    streams: Object.entries(streams).map(([id, collect]) =>
      defineStream<object, number, number, Session, Scope>({
        ...{ id, title: id, ...cursor },
        collect: ({ scope, session }, stood) => collect(scope, session, stood),
      }),
    ),
  })
}

type Options = { cursors?: Record<string, StoredCursor>; controller?: AbortController; workdir?: string }

async function run(
  given: ReturnType<typeof source>,
  { cursors = {}, controller = new AbortController(), workdir }: Options = {},
) {
  const pages: SavedPage[] = []
  const progress: Progress[] = []
  const outcome = await runSource(given, {
    connection: 'here',
    config: {},
    cursors,
    context: runContext({ signal: controller.signal, ...(workdir === undefined ? {} : { workdir }) }),
    held: async function* () {},
    save: async (page) => void pages.push(page),
    onProgress: (told) => progress.push(told),
  })
  return { outcome, pages, progress, order: pages.map(({ stream }) => stream) }
}

const page = (cursor: Cursor<number, number>, reached?: number): Page<number, number> => ({
  ...{ records: [], rejected: [], cursor },
  ...(reached === undefined ? {} : { reached: new Date(reached) }),
})

const three: Collect = async function* () {
  for (const reached of [30, 20]) yield page({ resume: reached }, reached)
  yield page({ since: 1 }, 10)
}

describe('a source with scopes', () => {
  it('runs every stream for each scope, with a cursor of its own, the newest of all first', async () => {
    const { outcome, order } = await run(source(() => list([shop], [site]), { pulls: three, runs: three }))
    const first = ['pulls 1', 'pulls 2', 'runs 1', 'runs 2']
    expect(order).toEqual(['repositories', 'repositories', ...first, ...first, ...first])
    expect(outcome).toMatchObject({ status: 'completed' })
    expect(outcome.streams).toMatchObject([
      { stream: 'repositories' },
      ...[shop, site, shop, site].map((scope) => ({ scope })),
    ])
  })

  it('gives each its own cursor back', async () => {
    const seen: unknown[] = []
    const given = source(() => list([shop, site]), {
      pulls: async function* (scope, _, cursor) {
        seen.push([scope.id, cursor])
        yield page({ since: Number(scope.id) })
      },
    })
    const { pages } = await run(given)
    const cursors = Object.fromEntries(pages.map(({ stream, cursor }) => [stream, cursor]))
    await run(given, { cursors })
    expect(seen.slice(2)).toEqual([
      ['1', { since: 1 }],
      ['2', { since: 2 }],
    ])
  })

  it('says of a rejected row in which scope it stood, and takes that back when the row is accepted', async () => {
    const row = { position: 'run 7, its jobs', path: 'jobs', reason: 'is none' }
    const run7 = { type: 'pipeline_run' as const, repository: 'acme/shop', id: '7', pipeline: 'CI', sha: 'c0ffee' }
    const good = { ...run7, queuedAt: '2026-05-01T10:00:00Z', status: 'success' as const }
    const given = source(() => list([shop]), {
      runs: async function* () {
        yield { ...page({ resume: 1 }), rejected: [row] }
        yield { ...page({ since: 1 }), records: [good] }
      },
    })
    const { pages } = await run(given)
    const [rejected] = pages.flatMap((one) => one.rejected)
    expect(rejected).toEqual({ ...row, position: 'run 7 of acme/shop, its jobs' })
    expect(pages.at(-1)?.settled).toEqual(expect.arrayContaining(['run 7', 'run 7 of acme/shop']))
  })

  it("lets one scope's failure be its own", async () => {
    const gone = new StreamgaugeError('not-found', 'gone')
    const given = source(() => list([shop, site]), {
      pulls: async function* (scope) {
        if (scope.id === '1') throw gone
        yield page({ since: 1 })
      },
    })
    const { outcome } = await run(given)
    expect(outcome).toMatchObject({ status: 'partial', error: gone })
    expect(outcome.streams.slice(1)).toMatchObject([
      { scope: shop, status: 'failed', error: gone },
      { scope: site, status: 'completed', pages: 1 },
    ])
  })

  it('reads what was listed before the listing broke off', async () => {
    const broken = async function* () {
      yield* list([shop])
      throw new StreamgaugeError('unavailable', 'no answer')
    }
    const { outcome, order } = await run(source(broken, { pulls: three }))
    expect(order).toEqual(['repositories', 'pulls 1', 'pulls 1', 'pulls 1'])
    expect(outcome).toMatchObject({ status: 'partial', error: { kind: 'unavailable' } })
  })

  it('fails whole when nothing could be listed', async () => {
    const broken = async function* (): AsyncGenerator<ScopesPage<Scope, number, number>> {
      yield* list()
      throw new StreamgaugeError('auth', 'no')
    }
    const { outcome } = await run(source(broken, { pulls: three }))
    expect(outcome).toMatchObject({ status: 'failed', error: { kind: 'auth' } })
  })

  it('shares one session among all, and tells how far it is', async () => {
    const given = source(() => list([shop, site]), {
      pulls: async function* (scope, session) {
        session.asked.push(scope.title)
        yield page({ since: session.asked.length })
      },
    })
    const { pages, progress } = await run(given)
    expect(pages.slice(1).map(({ cursor }) => cursor.since)).toEqual([1, 2])
    expect(progress.at(-1)).toMatchObject({ stream: 'pulls', scope: site, ended: 3, known: 3 })
  })

  it('leaves no mirror of another scope behind when it has completed, and touches none before', async () => {
    const workdir = temporaryFolder()
    const mirrors = [shop, site].map(({ id }) => mirrorDirOf(workdir, id))
    for (const mirror of mirrors) mkdirSync(mirror, { recursive: true })
    const failing: Collect = async function* () {
      yield* three(shop, { asked: [] }, {})
      throw new StreamgaugeError('unavailable', 'no')
    }
    await run(
      source(() => list([shop]), { pulls: failing }),
      { workdir },
    )
    expect(mirrors.map(existsSync)).toEqual([true, true])
    await run(
      source(() => list([shop]), { pulls: three }),
      { workdir },
    )
    expect(mirrors.map(existsSync)).toEqual([true, false])
  })

  it('begins nothing more after it was told to stop, and closes what it holds', async () => {
    const controller = new AbortController()
    const closed: string[] = []
    const given = source(() => list([shop, site]), {
      pulls: async function* (scope) {
        try {
          if (scope.id === '2') controller.abort()
          yield page({ resume: 1 }, 5)
          yield page({ resume: 2 }, 4)
        } finally {
          closed.push(scope.id)
        }
      },
      runs: three,
    })
    const { outcome } = await run(given, { controller })
    expect(outcome).toMatchObject({ status: 'aborted' })
    expect(outcome.streams.map(({ status }) => status)).toContain('skipped')
    expect(closed.sort()).toEqual(['1', '2'])
  })
})
