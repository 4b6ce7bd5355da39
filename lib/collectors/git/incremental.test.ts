import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { GitRepository, removeFolders } from '../../testing/git-repository'
import { collect, Sink } from '../../testing/source-suite'
import { git } from '.'

afterAll(removeFolders)

let repository: GitRepository
let sink: Sink
beforeEach(async () => {
  repository = new GitRepository()
  sink = new Sink()
  repository.commit('One')
  repository.tag('v1')
  await run()
})

/** Collects and returns what came, in short. */
async function run() {
  const outcome = await collect(git, { path: repository.path }, sink)
  expect(outcome).toMatchObject({ status: 'completed' })
  return sink.taken().map((record) => {
    if (record.type === 'commit') return `${record.deleted ? '-' : '+'} ${record.sha}`
    if (record.type === 'tag') return `${record.deleted ? '-' : '+'} ${record.name}`
    return record.type === 'repository' ? `${record.defaultBranch} ${record.headSha}` : record.type
  })
}

const shas = () => sink.of('commit').map((commit) => commit.sha)

function mirror(): string {
  const name = readdirSync(sink.workdir).find((entry) => entry.endsWith('.git'))
  return join(sink.workdir, name ?? '')
}

describe('a further run', () => {
  it('brings only what is new', async () => {
    const two = repository.commit('Two')
    repository.tag('v2', { message: 'Two' })
    expect(await run()).toEqual([`+ ${two}`, '+ v2', `main ${two}`])
    expect(await run()).toEqual([])
  })

  it('brings a new branch without touching the repository', async () => {
    repository.branch('feature')
    const sha = repository.commit('Two')
    repository.checkout('main')
    expect(await run()).toEqual([`+ ${sha}`])
  })

  it('removes what a rewritten branch left behind and restores it when it comes back', async () => {
    const old = repository.commit('Two')
    await run()
    repository.run('reset', '--quiet', '--hard', 'HEAD~1')
    const rewritten = repository.commit('Two, better')
    expect(await run()).toEqual([`+ ${rewritten}`, `- ${old}`, `main ${rewritten}`])
    repository.run('update-ref', 'refs/heads/rescued', old)
    expect(await run()).toEqual([`+ ${old}`])
    expect(shas()).toEqual(expect.arrayContaining([old, rewritten]))
  })

  it('removes the commits of a deleted branch, and none that a tag still holds', async () => {
    repository.branch('feature')
    const kept = repository.commit('Kept')
    repository.tag('keep')
    const lost = repository.commit('Lost')
    repository.checkout('main')
    await run()
    repository.run('branch', '-D', 'feature')
    expect(await run()).toEqual([`- ${lost}`])
    expect(shas()).toContain(kept)
  })

  it('follows deleted and moved tags', async () => {
    repository.commit('Two')
    repository.tag('v2')
    await run()
    repository.tag('v1')
    repository.run('tag', '--delete', 'v2')
    expect(await run()).toEqual(['+ v1', '- v2'])
    repository.tag('v1', { target: 'HEAD^{tree}' })
    expect(await run()).toEqual(['- v1'])
  })

  it('follows the default branch, also where one name becomes a folder of another', async () => {
    repository.run('branch', '--move', 'main', 'trunk')
    expect(await run()).toEqual([`trunk ${repository.head()}`])
    repository.run('branch', '--move', 'trunk', 'trunk/next')
    expect(await run()).toEqual([`trunk/next ${repository.head()}`])
  })

  it('needs no old mirror', async () => {
    const two = repository.commit('Two')
    rmSync(mirror(), { recursive: true })
    expect(await run()).toEqual([`+ ${two}`, `main ${two}`])
    repository.run('reset', '--quiet', '--hard', 'HEAD~1')
    const rewritten = repository.commit('Two, better')
    rmSync(mirror(), { recursive: true })
    expect(await run()).toEqual(expect.arrayContaining([`+ ${rewritten}`, `main ${rewritten}`]))
    expect(await run()).toEqual([])
  })

  it('mends a mirror that a killed process left locked or half made', async () => {
    writeFileSync(join(mirror(), 'packed-refs.lock'), '')
    repository.run('tag', '--delete', 'v1')
    expect(await run()).toEqual(['- v1'])
    const two = repository.commit('Two')
    writeFileSync(join(mirror(), 'HEAD'), 'nonsense')
    expect(await run()).toEqual([`+ ${two}`, `main ${two}`])
    repository.commit('Three')
    rmSync(join(mirror(), 'complete-init'))
    expect(await run()).toHaveLength(2)
  })

  it('says what it is doing', async () => {
    expect(sink.notes).toContain('looking at the repository')
  })
})

describe('an interrupted run', () => {
  it('resumes although branches were rewritten and tags deleted since', async () => {
    const large = new GitRepository()
    await large.grow(4_100)
    const first = new Sink()
    const config = { path: large.path }
    expect(await collect(git, config, first, { stopAfter: 1 })).toBeUndefined()
    large.run('checkout', '--quiet', '--force', 'main')
    large.run('reset', '--quiet', '--hard', 'HEAD~150')
    large.run('tag', '--delete', 'v4100', 'v4000')
    large.commit('Another end')
    expect(await collect(git, config, first)).toMatchObject({ status: 'completed' })
    const whole = new Sink()
    await collect(git, config, whole)
    expect(first.content()).toEqual(whole.content())
    expect(whole.of('commit')).toHaveLength(3_951)
  })

  it('starts the walk over when its mirror is gone', async () => {
    const large = new GitRepository()
    await large.grow(2_500)
    const config = { path: large.path }
    await collect(git, config, sink, { workdir: join(sink.workdir, 'a') })
    const first = new Sink()
    await collect(git, config, first, { stopAfter: 1 })
    rmSync(first.workdir, { recursive: true })
    expect(await collect(git, config, first)).toMatchObject({ status: 'completed' })
    expect(first.of('commit')).toHaveLength(2_500)
  })
})
