import { afterAll, describe, expect, it } from 'vitest'
import { GitRepository, removeFolders } from '../../testing/git-repository'
import { collect, Sink } from '../../testing/source-suite'
import { git } from '.'

afterAll(removeFolders)

async function collected(repository: GitRepository, options = {}) {
  const sink = new Sink()
  const outcome = await collect(git, { path: repository.path, repository: 'acme/shop' }, sink, options)
  expect(outcome?.error).toBeUndefined()
  return { sink, outcome }
}

describe('commits', () => {
  it('keeps a squashed branch as one commit with one parent', async () => {
    const repository = new GitRepository()
    const base = repository.commit('Base')
    repository.branch('feature')
    repository.commit('A step')
    repository.checkout('main')
    const squash = repository.merge('feature', { squash: true })
    repository.run('branch', '--delete', '--force', 'feature')
    const { sink } = await collected(repository)
    expect(sink.of('commit').map((commit) => [commit.sha, commit.parents])).toEqual([
      [base, []],
      [squash, [base]],
    ])
  })

  it('reads names, subjects and dates that are not plain ASCII', async () => {
    const repository = new GitRepository()
    repository.commit('Größe in 日本語 ✓', { author: 'Zoë', email: ' ' })
    const tree = repository.run('rev-parse', 'HEAD^{tree}')
    const latin1 = `tree ${tree}\nauthor J\xf6rg <> 1767607200 +0530\ncommitter x <> 1767607200 +0530\n\nStra\xdfe\n`
    repository.run('update-ref', 'refs/heads/latin1', repository.hashObject('commit', latin1))
    const { sink } = await collected(repository)
    expect(
      sink
        .of('commit')
        .map(({ author, subject }) => [author, subject])
        .sort(),
    ).toEqual([
      ['Jörg', 'Straße'],
      ['Zoë', 'Größe in 日本語 ✓'],
    ])
  })

  it('passes the body on only where it reverts', async () => {
    const repository = new GitRepository()
    const first = repository.commit('Add\n\nSigned-off-by: Ada <ada@example.com>')
    repository.run('revert', '--no-edit', first)
    const { sink } = await collected(repository)
    const [added, reverted] = sink.of('commit')
    expect(added?.body).toBeUndefined()
    expect(reverted).toMatchObject({
      subject: 'Revert "Add"',
      body: expect.stringContaining(`This reverts commit ${first}`),
    })
  })

  it('rejects a commit whose date does not exist and keeps its neighbours', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    const tree = repository.run('rev-parse', 'HEAD^{tree}')
    const lines = `tree ${tree}\nauthor x <x@example.com> 99999999999999 +0000\ncommitter x <x@example.com> 1767607200 +0000\n\nFar\n`
    const far = repository.hashObject('commit', lines)
    repository.run('update-ref', 'refs/heads/far', far)
    const { sink, outcome } = await collected(repository)
    expect(sink.of('commit')).toHaveLength(1)
    expect(outcome).toMatchObject({ status: 'completed', rejected: 1 })
    const rejected = sink.pages.flatMap((page) => page.rejected)
    expect(rejected).toMatchObject([{ position: `commit ${far}`, path: 'authoredAt' }])
    expect(JSON.stringify(rejected)).not.toContain('x@example.com')
  })

  it('names changed paths when they are wanted, whatever they are called', async () => {
    const repository = new GitRepository()
    const names = ['a b.txt', ':colon', 'q"uote\'', 'neu\nzeile', 'tab\t', 'üñí/日本.txt', '-rf', '--', '\n:x']
    repository.commit('Names', { files: Object.fromEntries(names.map((name) => [name, `${name} content`])) })
    repository.run('mv', 'a b.txt', 'renamed.txt')
    repository.commit('Rename', { empty: true })
    repository.commit('Nothing', { empty: true })
    repository.branch('side')
    repository.commit('Side', { files: { side: '1' } })
    repository.checkout('main')
    repository.merge('side')
    const { sink } = await collected(repository, { wantPaths: true })
    const paths = sink.of('commit').map((commit) => commit.paths?.slice().sort())
    expect(paths).toEqual([names.sort(), ['a b.txt', 'renamed.txt'], [], ['side'], undefined])
    const { sink: without } = await collected(repository)
    expect(without.of('commit').every((commit) => commit.paths === undefined)).toBe(true)
  })

  it('reads everything anew once paths are wanted', async () => {
    const repository = new GitRepository()
    repository.commit('One', { files: { 'a.txt': '1' } })
    const { sink } = await collected(repository)
    const config = { path: repository.path, repository: 'acme/shop' }
    await collect(git, config, sink, { wantPaths: true })
    expect(sink.of('commit')).toMatchObject([{ paths: ['a.txt'] }])
  })

  it('reads a repository with SHA-256 names', async () => {
    const repository = new GitRepository(undefined, ['--object-format=sha256'])
    const sha = repository.commit('One')
    const { sink } = await collected(repository)
    expect(sha).toHaveLength(64)
    expect(sink.of('commit')).toMatchObject([{ sha }])
  })
})

describe('tags', () => {
  it('dates an annotated tag by its tagger and a lightweight one by its commit', async () => {
    const repository = new GitRepository()
    const sha = repository.commit('One', { at: '2026-02-01T00:00:00Z' })
    repository.tag('light')
    repository.tag('v1.0', { message: 'One', at: '2026-02-03T10:00:00+01:00' })
    repository.tag('nested', { message: 'Of a tag', at: '2026-02-04T00:00:00Z', target: 'v1.0' })
    const { sink } = await collected(repository)
    expect(sink.of('tag').map(({ name, sha: target, createdAt }) => [name, target, createdAt])).toEqual([
      ['light', sha, '2026-02-01T00:00:00Z'],
      ['nested', sha, '2026-02-04T00:00:00Z'],
      ['v1.0', sha, '2026-02-03T09:00:00Z'],
    ])
  })

  it('dates a tag without tagger by its commit', async () => {
    const repository = new GitRepository()
    const sha = repository.commit('One', { at: '2026-02-01T00:00:00Z' })
    const object = repository.hashObject('tag', `object ${sha}\ntype commit\ntag old\n\nOld\n`)
    repository.run('update-ref', 'refs/tags/old', object)
    const { sink } = await collected(repository)
    expect(sink.of('tag')).toMatchObject([{ name: 'old', sha, createdAt: '2026-02-01T00:00:00Z' }])
  })

  it('rejects tags of trees and files by name, once', async () => {
    const repository = new GitRepository()
    repository.commit('One', { files: { 'key.pub': 'a key' } })
    repository.tag('tree', { target: 'HEAD^{tree}' })
    repository.tag('key', { target: 'HEAD:key.pub', message: 'The key' })
    repository.tag('good')
    const { sink } = await collected(repository)
    expect(sink.of('tag')).toMatchObject([{ name: 'good' }])
    expect(sink.pages.flatMap((page) => page.rejected).map(({ position, reason }) => `${position} ${reason}`)).toEqual([
      'tag key points at a blob, not at a commit',
      'tag tree points at a tree, not at a commit',
    ])
    sink.taken()
    await collect(git, { path: repository.path, repository: 'acme/shop' }, sink)
    expect(sink.pages).toEqual([])
  })

  it('reaches commits that only a tag holds', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    repository.branch('release')
    const sha = repository.commit('Only here')
    repository.tag('v1')
    repository.checkout('main')
    repository.run('branch', '-D', 'release')
    const { sink } = await collected(repository)
    expect(sink.of('commit').map((commit) => commit.sha)).toContain(sha)
  })
})

describe('the repository', () => {
  it('is called after its origin, and carries that address without credentials', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    repository.run('remote', 'add', 'origin', 'https://ada:secret@forge.example/acme/shop.git')
    const sink = new Sink()
    await collect(git, { path: repository.path }, sink)
    expect(sink.of('repository')).toMatchObject([{ name: 'acme/shop', url: 'https://forge.example/acme/shop' }])
    expect(sink.content().join()).not.toContain('secret')
  })

  it('takes the default branch and the branches of a clone from its origin', async () => {
    const upstream = new GitRepository()
    upstream.commit('One')
    upstream.branch('next')
    const next = upstream.commit('Two')
    upstream.checkout('main')
    const clone = new GitRepository()
    clone.run('remote', 'add', 'origin', upstream.path)
    clone.run('fetch', '--quiet', 'origin')
    clone.run('remote', 'set-head', 'origin', 'main')
    clone.run('checkout', '--quiet', '-b', 'work', 'origin/main')
    const mine = clone.commit('Mine')
    const { sink } = await collected(clone)
    expect(sink.of('repository')).toMatchObject([{ defaultBranch: 'main', headSha: upstream.head('main') }])
    expect(sink.of('commit').map((commit) => commit.sha)).toEqual(expect.arrayContaining([next, mine]))
  })

  it('takes of two main branches the one that is ahead', async () => {
    const upstream = new GitRepository()
    upstream.commit('One')
    const clone = new GitRepository()
    clone.run('pull', '--quiet', upstream.path, 'main')
    clone.run('remote', 'add', 'origin', upstream.path)
    const newer = upstream.commit('Two')
    clone.run('fetch', '--quiet', 'origin')
    expect((await collected(clone)).sink.of('repository')).toMatchObject([{ headSha: newer }])
    clone.run('merge', '--quiet', '--ff-only', 'origin/main')
    const mine = clone.commit('Mine')
    expect((await collected(clone)).sink.of('repository')).toMatchObject([{ headSha: mine }])
    const theirs = upstream.commit('Three')
    clone.run('fetch', '--quiet', 'origin')
    expect((await collected(clone)).sink.of('repository')).toMatchObject([{ headSha: theirs }])
  })

  it('reads a bare repository, a worktree and a detached head', async () => {
    const repository = new GitRepository()
    const sha = repository.commit('One')
    repository.run('clone', '--quiet', '--bare', repository.path, `${repository.path} bare.git`)
    const bare = new Sink()
    await collect(git, { path: `${repository.path} bare.git` }, bare)
    expect(bare.of('repository')).toMatchObject([{ name: 'shop bare', headSha: sha }])
    repository.run('worktree', 'add', '--quiet', '--detach', `${repository.path}-tree`)
    const tree = new Sink()
    await collect(git, { path: `${repository.path}-tree` }, tree)
    expect(tree.of('repository')).toMatchObject([{ name: 'shop-tree', defaultBranch: 'main', headSha: sha }])
  })

  it('leaves the clone exactly as it was', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    const state = () =>
      repository.run('for-each-ref') + repository.run('config', '--list', '--local') + repository.run('status')
    const before = state()
    await collected(repository)
    expect(state()).toBe(before)
  })
})
