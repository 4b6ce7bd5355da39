import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Certificate, GitHttpsServer, makeCertificate } from '../../testing/git-https-server'
import { GitRepository, removeFolders } from '../../testing/git-repository'
import { sha } from '../../testing/github/model'
import { world } from '../../testing/github/world'

const day = (number: number) => `2026-05-0${number}T10:00:00Z`

describe('commits through the API', () => {
  const here = world()
  const shas = () => here.sink.of('commit').map((commit) => commit.sha)

  it('are those of the default branch, with parents and the pull request that they came by', async () => {
    const one = here.shop.commit({ at: day(1), message: 'One' })
    const two = here.shop.commit({ at: day(2), message: `Two\n\nThis reverts commit ${one}.` })
    here.shop.pull({ createdAt: day(1), mergedAt: day(2), closedAt: day(2), mergeCommit: two })
    await here.collect()
    expect(here.sink.of('commit')).toEqual([
      {
        ...{ type: 'commit', source: 'test', repository: 'acme/shop', sha: two, parents: [one], pullRequest: 1 },
        ...{ authoredAt: day(2), committedAt: day(2), author: 'ada@example.com', subject: 'Two' },
        body: `This reverts commit ${one}.`,
      },
      {
        ...{ type: 'commit', source: 'test', repository: 'acme/shop', sha: one, parents: [], subject: 'One' },
        ...{ authoredAt: day(1), committedAt: day(1), author: 'ada@example.com' },
      },
    ])
    expect(here.sink.of('repository')).toMatchObject([{ name: 'acme/shop', defaultBranch: 'main', headSha: two }])
  })

  it('are later only those that are new', async () => {
    here.shop.commit({ at: day(1) })
    await here.collect()
    here.sink.taken()
    here.fake.now = '2026-06-02T00:00:00Z'
    const next = here.shop.commit({ at: day(2) })
    here.shop.tags.set('v1', { oid: next })
    await here.collect()
    expect(here.sink.taken().map(({ type }) => type)).toEqual(['commit', 'tag', 'repository'])
  })

  it('go when the branch was rewritten', async () => {
    const base = here.shop.commit({ at: day(1) })
    const gone = here.shop.commit({ at: day(2) })
    await here.collect()
    here.shop.head = base
    const kept = here.shop.commit({ at: day(3) })
    here.fake.now = '2026-06-02T00:00:00Z'
    here.shop.pushedAt = here.fake.now
    await here.collect()
    expect(shas().sort()).toEqual([base, kept].sort())
    expect(shas()).not.toContain(gone)
  })

  it('are read again when GitHub has forgotten where the branch was', async () => {
    const old = here.shop.commit({ at: day(1) })
    await here.collect()
    here.shop.commits.delete(old)
    here.shop.head = null
    const root = here.shop.commit({ at: day(2), oid: sha('another root') })
    await here.collect()
    expect(shas()).toContain(root)
  })

  it('are nothing yet in an empty repository', async () => {
    expect(await here.collect()).toMatchObject({ status: 'completed' })
    expect(shas()).toEqual([])
    here.shop.commit({ at: day(1) })
    await here.collect()
    expect(shas()).toHaveLength(1)
  })

  it('are what is left where git is not installed', async () => {
    here.shop.url = 'https://127.0.0.1:1/acme/shop'
    const commit = here.shop.commit({ at: day(1) })
    expect(await here.collect({ history: 'auto' }, { environment: { PATH: '/nowhere' } })).toMatchObject({
      status: 'completed',
    })
    expect(shas()).toEqual([commit])
  })

  it('are what is left where a repository claims to be on a host that the token is not for', async () => {
    here.shop.url = 'https://elsewhere.example/acme/shop'
    const commit = here.shop.commit({ at: day(1) })
    expect(await here.collect({ history: 'auto' })).toMatchObject({ status: 'completed' })
    expect(shas()).toEqual([commit])
  })
})

describe('a pull request that was rebased', () => {
  const here = world()
  const landed = (messages: string[], oids: string[]) => {
    for (const [number, message] of messages.entries()) oids.push(here.shop.commit({ at: day(number + 2), message }))
    return oids.at(-1) ?? ''
  }
  const commits = ['First', 'Second'].map((messageHeadline, at) => ({
    oid: sha(at),
    authoredDate: day(1),
    messageHeadline,
  }))
  const merged = { createdAt: day(1), mergedAt: day(4), closedAt: day(4), updatedAt: day(4), commits }
  const owners = () => new Map(here.sink.of('commit').map((commit) => [commit.sha, commit.pullRequest]))

  it('has all the commits as which it landed', async () => {
    here.shop.commit({ at: day(1), message: 'Before' })
    const oids: string[] = []
    here.shop.pull({ ...merged, mergeCommit: landed(['First', 'Second'], oids) })
    await here.collect()
    expect(oids.map((oid) => owners().get(oid))).toEqual([1, 1])
    expect([...owners().values()].filter((number) => number === undefined)).toHaveLength(1)
  })

  it.each([
    ['was squashed', ['Unrelated', 'Change 1 (#1)']],
    ['only ends like one', ['Unrelated', 'Second']],
  ])('is not taken for one that %s', async (_, messages) => {
    here.shop.commit({ at: day(1), message: 'Before' })
    const oids: string[] = []
    here.shop.pull({ ...merged, mergeCommit: landed(messages, oids) })
    await here.collect()
    expect(oids.map((oid) => owners().get(oid))).toEqual([undefined, 1])
  })
})

describe('commits through git', () => {
  const here = world()
  let certificate: Certificate
  beforeAll(() => {
    certificate = makeCertificate()
  })
  afterAll(removeFolders)

  it('are all of them, fetched with the token and only when something was pushed', async () => {
    const repository = new GitRepository()
    repository.run('config', 'uploadpack.allowFilter', 'true')
    const one = repository.commit('One')
    repository.branch('feature')
    const two = repository.commit('Two')
    repository.checkout('main')
    // As GitHub: the address of the repository with ".git" after it.
    const login = { username: 'x-access-token', password: 'good' }
    const server = new GitHttpsServer(dirname(repository.path), certificate, login)
    try {
      here.shop.url = `https://${await server.listen()}/shop`
      repository.run('clone', '--quiet', '--bare', repository.path, `${repository.path}.git`)
      Object.assign(here.shop, { head: one, pushedAt: day(1) })
      const environment = { ...process.env, GIT_SSL_CAINFO: certificate.file, NO_PROXY: '*', no_proxy: '*' }
      expect(await here.collect({ history: 'auto' }, { environment })).toMatchObject({ status: 'completed' })
      expect(here.sink.of('commit').map((commit) => commit.sha)).toEqual([one, two])
      expect(here.sink.of('repository')).toMatchObject([{ name: 'acme/shop', headSha: one }])
      const asked = server.received.length
      expect(await here.collect({ history: 'auto' }, { environment })).toMatchObject({
        status: 'completed',
        records: 0,
      })
      expect(server.received.length).toBe(asked)
    } finally {
      await server.close()
    }
  })
})
