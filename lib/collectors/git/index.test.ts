import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GitRepository, removeFolders } from '../../testing/git-repository'
import { collect, Sink, testSource } from '../../testing/source-suite'
import { git } from '.'

const large = new GitRepository()
beforeAll(() => large.grow(4_500))
afterAll(removeFolders)

testSource({
  source: git,
  config: async () => ({ path: large.path }),
  broken: { path: 'a', url: 'https://b.example/c' },
})

describe('git', () => {
  it('lists oldest first with every parent, and ends with the repository', async () => {
    const repository = new GitRepository()
    const one = repository.commit('One', { at: '2026-03-01T10:00:00+02:00', committedAt: '2026-03-01T09:30:00-05:00' })
    repository.branch('feature')
    const two = repository.commit('Two', { at: '2026-03-02T10:00:00Z' })
    repository.checkout('main')
    const three = repository.commit('Three', { at: '2026-03-03T10:00:00Z' })
    const merge = repository.merge('feature', { at: '2026-03-04T10:00:00Z' })
    const sink = new Sink()
    await collect(git, { path: repository.path }, sink)
    const [first, ...rest] = sink.of('commit')
    expect(first).toEqual({
      type: 'commit',
      source: 'test',
      repository: 'shop',
      sha: one,
      parents: [],
      authoredAt: '2026-03-01T08:00:00Z',
      committedAt: '2026-03-01T14:30:00Z',
      author: 'ada@example.com',
      subject: 'One',
    })
    expect(rest.map((commit) => [commit.sha, commit.parents])).toEqual([
      [two, [one]],
      [three, [one]],
      [merge, [three, two]],
    ])
    expect(sink.taken().at(-1)).toEqual({
      type: 'repository',
      source: 'test',
      name: 'shop',
      defaultBranch: 'main',
      headSha: merge,
    })
  })
})
