import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { removeFolders } from '../../testing/git-repository'
import { FakeProject, sha } from '../../testing/gitlab/project'
import { FakeGitlab, TOKEN } from '../../testing/gitlab/server'
import { runContext } from '../../testing/run-context'
import { collect, Sink, testSource } from '../../testing/source-suite'
import { checkSource } from '../run'
import { gitlab } from '.'

const opened: FakeGitlab[] = []
afterAll(async () => {
  removeFolders()
  for (const { http } of opened) await http.close()
})

async function start(...projects: FakeProject[]): Promise<FakeGitlab> {
  const server = new FakeGitlab()
  await server.http.listen()
  opened.push(server)
  server.projects.push(...projects)
  return server
}

const day = (number: number, time = '10:00:00') => `2026-05-${String(number).padStart(2, '0')}T${time}.000Z`

/** Enough for several pages of merge requests. */
function grown(id: number, path: string): FakeProject {
  const project = new FakeProject(id, path)
  for (let iid = 1; iid <= 60; iid += 1)
    project.mergeRequest(iid, day(1 + (iid % 28), `10:${String(iid % 60).padStart(2, '0')}:00`))
  for (let at = 1; at <= 120; at += 1) project.commit(at, day(1 + Math.floor(at / 10)))
  project.pipeline(7, day(3))
  project.job(7, 'deploy', day(3))
  project.deployment(70, 'production', day(3))
  project.issue(1, day(4))
  project.tag('v1', 1, day(1))
  project.release('v1', 1, day(2))
  return project
}

testSource({
  source: gitlab,
  config: async () => {
    const server = await start(grown(1, 'acme/shop'), new FakeProject(2, 'acme/web/site'))
    server.projects[1]?.commit('a', day(1))
    return { token: TOKEN, baseUrl: server.baseUrl, projects: ['acme/*'], history: 'api' }
  },
  broken: { token: TOKEN, projects: ['acme'] },
})

let project: FakeProject
let server: FakeGitlab
let sink: Sink
const config = (given = {}) => ({
  token: TOKEN,
  baseUrl: server.baseUrl,
  projects: ['acme/*'],
  history: 'api',
  ...given,
})
const run = (given = {}, options = {}) => collect(gitlab, config(given), sink, options)

beforeEach(async () => {
  project = new FakeProject(1, 'acme/shop')
  project.commit('c0', day(1))
  server = await start(project)
  sink = new Sink()
})

describe('tags and releases', () => {
  it('are one record, and go when the tag goes', async () => {
    project.tag('v1', 1, day(1))
    project.tag('v2', 2, day(2))
    project.release('v2', 2, day(3))
    await run()
    expect(sink.of('tag').map(({ name, createdAt, publishedAt }) => [name, createdAt, publishedAt])).toEqual([
      ['v1', '2026-05-01T10:00:00Z', undefined],
      ['v2', '2026-05-02T10:00:00Z', '2026-05-03T10:00:00Z'],
    ])
    project.tags.shift()
    await run()
    expect(sink.of('tag').map(({ name }) => name)).toEqual(['v2'])
  })
})

describe('the commits of the default branch', () => {
  it('are asked for from where the last run ended', async () => {
    await run()
    project.commit('c1', day(2))
    sink.taken()
    server.asked()
    await run()
    expect(sink.taken().filter(({ type }) => type === 'commit')).toMatchObject([{ sha: sha('c1') }])
    expect(server.asked().filter((line) => line.includes('/commits?'))).toEqual([
      `projects/1/repository/commits?ref_name=${sha('c0')}..${sha('c1')}&with_stats=true&per_page=100&page=1`,
    ])
  })

  it('are said again where the last head is gone', async () => {
    await run()
    project.commits.length = 0
    project.commit('d0', day(2))
    expect(await run()).toMatchObject({ status: 'completed' })
    expect(sink.of('commit').map((commit) => commit.sha)).toContain(sha('d0'))
  })
})

describe('what it costs', () => {
  it('is a list and two requests for each merge request, and next to nothing when nothing has changed', async () => {
    for (let iid = 1; iid <= 10; iid += 1) project.mergeRequest(iid, day(iid))
    for (let id = 1; id <= 10; id += 1) project.pipeline(id, day(id), { ref: 'topic' })
    await run()
    expect(server.asked()).toHaveLength(1 + (1 + 20) + (1 + 10) + 1 + 1 + 2 + 2)
    await run()
    expect(server.asked()).toHaveLength(8)
  })
})

describe('"Test connection"', () => {
  const check = () => checkSource(gitlab, 'test', config(), runContext({ now: new Date('2026-06-01T00:00:00Z') }))

  it('tells what it sees and what the first collection will cost', async () => {
    for (let iid = 1; iid <= 100; iid += 1) project.mergeRequest(iid, day(1))
    const found = await check()
    expect(found).toMatchObject({
      summary: 'GitLab 18.4.1, 1 project',
      warnings: [],
      sees: { titles: ['acme/shop'], total: 1 },
    })
    expect(found.volume?.requests).toBeGreaterThan(200)
    expect(server.asked().length).toBeLessThan(8)
  })

  it('names the scope that is missing', async () => {
    server.scopes = ['read_repository']
    await expect(check()).rejects.toMatchObject({ kind: 'auth', hint: expect.stringContaining('read_api') })
  })

  it('warns of a token that ends soon and of patterns that select nothing', async () => {
    server.expiresAt = '2026-06-05'
    server.projects.length = 0
    server.projects.push(new FakeProject(9, 'acme/old', { archived: true }), new FakeProject(10, 'acme/tools'))
    const checked = await checkSource(
      gitlab,
      'test',
      config({ projects: ['acme/*', '!acme/t*'] }),
      runContext({ now: new Date('2026-06-01T00:00:00Z') }),
    )
    expect(checked.warnings).toEqual([
      'The token expires on 2026-06-05.',
      'The patterns select no project that the token can see.',
    ])
  })
})
