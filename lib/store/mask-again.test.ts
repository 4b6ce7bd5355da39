import { beforeEach, expect, test } from 'vitest'
import { closeDb, configureDb, query, withTransaction } from '../db'
import type { SourceRecord } from '../records/record'
import * as build from '../testing/build'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { findConnection, saveConnection, savePage } from './connections'
import { ingest } from './ingest'
import { maskEarlier } from './mask-again'

const people = { key: 'a people key of this test', bots: [] }
const now = new Date('2026-03-10T00:00:00Z')
const store = (records: SourceRecord[], at = now) => ingest(records, { now: at, people })

const authors = ['Zaphod Beeblebrox', 'trillian', 'ford-prefect', 'Slartibartfast <slarti@magrathea.example>']
const secrets = ['zaphod beeblebrox', 'trillian', 'ford-prefect', 'slartibartfast', 'slarti@']

/** The people as authors, and as whom others name in every text that a record has. */
const naming = () => [
  ...authors.map((author, at) => build.commit({ sha: build.sha(`by ${at}`), author, subject: 'Their own' })),
  build.commit({ sha: build.sha('m1'), subject: 'Merge trillian/feature into main' }),
  build.commit({ sha: build.sha('m2'), subject: "Merge branch 'ford-prefect/towel' of github.com:trillian/shop" }),
  build.commit({ sha: build.sha('m3'), subject: 'Fix what Slartibartfast and zaphod beeblebrox broke (@trillian)' }),
  build.pullRequest({
    author: 'someone',
    title: "Undo trillian's fix for Zaphod Beeblebrox",
    labels: ['trillian', 'owner/ford-prefect', 'bug'],
    headBranch: 'ford-prefect/towel',
    baseBranch: 'trillian/stack-1',
    url: 'https://github.com/trillian/shop/pull/3',
  }),
  build.deployment({ ref: 'refs/heads/trillian/feature', url: 'https://ci.example/ford-prefect/shop/1' }),
  build.pipelineRun({
    pipeline: 'Sandbox of trillian',
    branch: 'ford-prefect/towel',
    event: 'by ford-prefect',
    url: 'https://github.com/trillian/shop/actions/runs/1',
  }),
  build.job({ name: 'try ford-prefect', needs: ['build for trillian'], runner: 'trillian-laptop' }),
  build.tag({ url: 'https://github.com/trillian/shop/releases/v1' }),
  build.incident({
    title: 'trillian is locked out',
    severity: 'says ford-prefect',
    labels: ['ford-prefect'],
    url: 'https://trillian.example/1',
  }),
  build.verification({ url: 'https://ci.example/trillian/smoke' }),
  build.annotation({ text: 'Zaphod Beeblebrox is on leave', kind: 'leave of ford-prefect' }),
  build.correction({ reason: 'Slartibartfast looked into it' }),
]

async function dump(): Promise<string> {
  const { rows } = await query<{ tablename: string }>(`select tablename from pg_tables where schemaname = 'public'`)
  let text = ''
  for (const { tablename } of rows) text += JSON.stringify((await query(`select t::text from "${tablename}" t`)).rows)
  return text.toLowerCase()
}

describeOnEachServer('people whom others name', (server) => {
  const database = useTestDatabase(server)

  /** As another process finds the database: with nothing in memory. */
  async function restart() {
    await closeDb()
    configureDb({ url: database.url(), poolSize: 3 })
  }

  beforeEach(async () => {
    const { rows } = await query<{ name: string }>(
      `select string_agg(quote_ident(tablename), ', ') as name from pg_tables where schemaname = 'public' and tablename not like '\\_%'`,
    )
    await query(`truncate ${rows[0]?.name}`)
    await restart()
  })

  async function expectNobody() {
    const text = await dump()
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(text).toContain('undo')
    expect(text).toContain('acme/shop')
  }

  test('are nowhere in the database, in whatever order they come', async () => {
    await store(naming())
    await expectNobody()
    await query('truncate commits, pull_requests')
    await restart()
    await store(naming().reverse())
    await expectNobody()
  })

  test('are recognised by a process that never saw their names', async () => {
    await store(naming().slice(0, authors.length))
    await restart()
    await store(naming().slice(authors.length))
    await expectNobody()
  })

  test('who all come in at once are all remembered', async () => {
    await store([build.team()])
    const [first, ...others] = naming()
    await Promise.all(naming().map((record) => store([record])))
    await store([...others, first].filter((record) => record !== undefined))
    await expectNobody()
    expect((await query('select 1 from name_marks where whole')).rows).toHaveLength(6)
  })

  test('who come after the texts of the same run are masked at its end, and only what changes is written', async () => {
    await store([...naming().slice(authors.length), build.commit({ sha: build.sha('plain'), subject: 'Plain' })])
    expect(await dump()).toContain('zaphod beeblebrox')
    await query('delete from stale_scopes')
    await store(naming().slice(0, authors.length))
    const later = new Date('2026-03-11T00:00:00Z')
    await maskEarlier(people, { since: now, now: later })
    await expectNobody()
    const { rows } = await query<{ sha: string; changed_at: string }>('select sha, changed_at from commits')
    const written = rows.filter((row) => row.changed_at > '2026-03-10T00:00:00Z').map((row) => row.sha)
    expect(written.sort()).toEqual(['m1', 'm2', 'm3'].map(build.sha).sort())
    expect((await query('select scope, name from stale_scopes')).rows).toContainEqual({
      scope: 'repository',
      name: 'acme/shop',
    })
  })

  test('a later look masks nothing twice, and leaves alone what was stored before the run', async () => {
    await store([build.commit({ subject: 'Fix what trillian broke' })])
    await store([build.review({ author: 'trillian' })], new Date('2026-03-12T00:00:00Z'))
    await maskEarlier(people, { since: new Date('2026-03-11T00:00:00Z'), now })
    expect(await dump()).toContain('what trillian broke')
    await maskEarlier(people, { since: now, now })
    expect(await dump()).toContain('what trillian broke')
    await store([build.commit({ subject: 'Fix what trillian broke' })])
    expect(await dump()).not.toContain('trillian')
  })

  test('are not in what was rejected either', async () => {
    await saveConnection({ name: 'forge', kind: 'git', config: {}, managedByFile: false, schedule: null })
    const payload = { title: 'Undo trillian and a@b.example', labels: ['trillian'], number: 'three' }
    const rejected = [{ position: 'pull_request', path: 'number', reason: 'must be a whole number', payload }]
    const page = {
      connection: 'forge',
      revision: (await findConnection('forge'))?.revision ?? 0,
      stream: 'pulls',
      records: [build.review({ author: 'trillian' })],
      rejected,
    }
    await savePage({ ...page, cursor: { config: 'x' } }, { now, people })
    const { rows } = await query<{ payload: string }>('select payload from rejected_rows')
    expect(rows.map((row) => JSON.parse(row.payload))).toEqual([
      { title: 'Undo … and …@…', labels: ['…'], number: 'three' },
    ])
  })

  test('a name that was rolled back is stored with the next one', async () => {
    const failing = withTransaction(async (client) => {
      await ingest([build.review({ author: 'trillian' })], { now, people, client })
      throw new Error('the cursor could not be stored')
    })
    await expect(failing).rejects.toThrow('cursor')
    await store([build.review({ author: 'someone' })])
    await restart()
    await store([build.commit({ subject: 'Fix what trillian broke' })])
    expect(await dump()).not.toContain('trillian')
  })
})
