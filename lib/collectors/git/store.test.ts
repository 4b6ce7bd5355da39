// The git source with the real database behind it: what is stored of people, and what is left when history was rewritten.
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { query } from '../../db'
import { protectPerson } from '../../records/people'
import { saveConnection, savePage } from '../../store/connections'
import { maskEarlier } from '../../store/mask-again'
import { useTestDatabase } from '../../testing/database'
import { GitRepository, removeFolders, temporaryFolder } from '../../testing/git-repository'
import { runSource, type SavedPage, type StoredCursor } from '../run'
import { git } from '.'

afterAll(removeFolders)

const people = { key: 'a people key of this test', bots: [] }
let repository: GitRepository
let workdir: string
let cursors: Record<string, StoredCursor>

async function collect() {
  const since = new Date()
  const { signal } = new AbortController()
  const outcome = await runSource(git, {
    connection: 'shop',
    config: { path: repository.path, repository: 'acme/shop' },
    cursors,
    context: { workdir, signal, now: since, environment: process.env, wantPaths: false },
    save: async (page: SavedPage) => {
      await savePage(page, { now: new Date(), people, authority: 'git' })
      cursors[page.stream] = JSON.parse(JSON.stringify(page.cursor))
    },
  })
  expect(outcome).toMatchObject({ status: 'completed' })
  await maskEarlier(people, { since, now: new Date() })
}

async function dump(): Promise<string> {
  const { rows } = await query<{ tablename: string }>(`select tablename from pg_tables where schemaname = 'public'`)
  let text = ''
  for (const { tablename } of rows) text += JSON.stringify((await query(`select t::text from "${tablename}" t`)).rows)
  return text.toLowerCase()
}

describe('the git source before the database', () => {
  useTestDatabase()
  beforeEach(async () => {
    await query('truncate commits, tags, repositories, connections, rejected_rows, name_marks')
    repository = new GitRepository()
    workdir = temporaryFolder()
    cursors = {}
    await saveConnection({ name: 'shop', kind: 'git', config: {}, managedByFile: false, schedule: null })
  })

  it('leaves neither names nor addresses of people, and tells people apart by their address', async () => {
    repository.commit('Undo what Zebulon Quixworth did', { author: 'Ottoline Brackenby', email: 'o.b77@corp.example' })
    repository.commit('Pair with Ottoline Brackenby and o.b77', {
      author: 'Zebulon Quixworth',
      email: 'ZQ@corp.example',
    })
    repository.commit("Merge branch 'zebulon-quixworth/fix'", { author: 'zebulon-quixworth', email: 'zq@corp.example' })
    repository.tag('v1', { message: 'By Zebulon Quixworth' })
    await collect()
    const text = await dump()
    for (const secret of ['zebulon', 'quixworth', 'ottoline', 'brackenby', 'o.b77', 'corp.example', 'zq@'])
      expect(text).not.toContain(secret)
    expect(text).toContain('undo what … did')
    const { rows } = await query<{ hash: string }>('select author_hash as hash from commits order by authored_at')
    const hashOf = (author: string) => protectPerson(author, people).hash
    expect(rows.map((row) => row.hash)).toEqual(
      ['o.b77@corp.example', 'zq@corp.example', 'zq@corp.example'].map(hashOf),
    )
  })
})
