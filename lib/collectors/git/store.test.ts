// The git source with the real database behind it: what is stored of people, and what is left when history was rewritten.
import { rmSync } from 'node:fs'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { query } from '../../db'
import { protectPerson } from '../../records/people'
import { findConnection, saveConnection, savePage } from '../../store/connections'
import { heldKeys } from '../../store/held'
import { ingest } from '../../store/ingest'
import { maskEarlier } from '../../store/mask-again'
import { useTestDatabase } from '../../testing/database'
import { GitRepository, removeFolders, temporaryFolder } from '../../testing/git-repository'
import { runContext } from '../../testing/run-context'
import { runSource, type SavedPage, type StoredCursor } from '../run'
import { git } from '.'

afterAll(removeFolders)

const people = { key: 'a people key of this test', bots: [] }
let repository: GitRepository
let workdir: string
let cursors: Record<string, StoredCursor>

async function collect({ wantPaths = false, stopAfter = 1000, path = repository.path } = {}) {
  const since = new Date()
  const revision = (await findConnection('shop'))?.revision ?? 0
  const outcome = await runSource(git, {
    connection: 'shop',
    config: { path, repository: 'acme/shop' },
    cursors,
    context: runContext({ workdir, now: since, wantPaths }),
    held: (type, name) => heldKeys('shop', type, name),
    save: async (page: SavedPage) => {
      if (stopAfter === 0) throw new Error('the process was killed')
      stopAfter -= 1
      await savePage({ ...page, revision }, { now: new Date(), people, authority: 'git' })
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
    await query('truncate commits, tags, repositories, connections, rejected_rows, name_marks cascade')
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

  describe('after history was rewritten and a tag deleted', () => {
    let kept: string
    beforeEach(async () => {
      repository.commit('One')
      repository.tag('v1')
      repository.commit('Two')
      repository.tag('v2')
      repository.branch('side')
      repository.commit('Side')
      repository.checkout('main')
      await collect()
      await say('acme/shop', 'other')
      repository.run('tag', '--delete', 'v2')
      repository.run('branch', '-D', 'side')
      repository.run('reset', '--quiet', '--hard', 'HEAD~1')
      kept = repository.commit('Two, better')
      repository.run('reflog', 'expire', '--expire=now', '--all')
    })

    /** What another source or the same one says of it, or of another repository, stays. */
    async function say(name: string, source: string) {
      const tag = { type: 'tag' as const, repository: name, name: `of-${source}`, sha: 'c0ffee', source }
      await ingest([{ ...tag, createdAt: '2026-01-01T00:00:00Z' }], { now: new Date() })
    }

    async function expectAsTheRepositorySays() {
      const commits = await query<{ sha: string }>('select sha from commits where not deleted order by sha')
      const tags = await query<{ name: string }>('select name from tags where not deleted order by name')
      expect(commits.rows.map(({ sha }) => sha)).toEqual([repository.head('HEAD~1'), kept].sort())
      expect(tags.rows.map(({ name }) => name)).toEqual(['of-other', 'v1'])
    }

    it('nothing of it stays when the configuration changed meanwhile', async () => {
      await collect({ wantPaths: true })
      await expectAsTheRepositorySays()
    })

    it('nothing of it stays when the mirror was lost meanwhile', async () => {
      rmSync(workdir, { recursive: true })
      await collect()
      await expectAsTheRepositorySays()
    })

    it('nothing of it stays when both happened in a clone that moved, and the run was cut short', async () => {
      rmSync(workdir, { recursive: true })
      const moved = `${repository.path}-moved`
      repository.run('clone', '--quiet', '--mirror', `file://${repository.path}`, moved)
      for (const stopAfter of [0, 1, 2]) {
        await expect(collect({ path: moved, stopAfter })).rejects.toThrow('killed')
      }
      await collect({ path: moved })
      await expectAsTheRepositorySays()
    })

    it('nothing of it stays when an interrupted run had sent it and lost its mirror', async () => {
      await collect()
      await repository.grow(2_100)
      await expect(collect({ stopAfter: 1 })).rejects.toThrow('killed')
      rmSync(workdir, { recursive: true })
      repository.run('reset', '--quiet', '--hard', kept)
      for (const name of repository.run('tag').split('\n')) if (name !== 'v1') repository.run('tag', '--delete', name)
      await collect()
      await expectAsTheRepositorySays()
    })
  })
})
