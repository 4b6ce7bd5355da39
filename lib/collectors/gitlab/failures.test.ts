import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GitHttpsServer, makeCertificate } from '../../testing/git-https-server'
import { GitRepository, removeFolders } from '../../testing/git-repository'
import { FakeProject, sha } from '../../testing/gitlab/project'
import { FakeGitlab, TOKEN } from '../../testing/gitlab/server'
import { sendJson } from '../../testing/http-server'
import { collect, Sink } from '../../testing/source-suite'
import { gitlab } from '.'

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
  project.commit('c0', '2026-05-01T10:00:00.000Z')
  server = new FakeGitlab()
  await server.http.listen()
  server.projects.push(project)
  sink = new Sink()
})
afterEach(async () => {
  await server.http.close()
  removeFolders()
})

const streamsOf = async (given = {}) => {
  const outcome = await run(given)
  return Object.fromEntries(outcome?.streams.map(({ stream, status, error }) => [stream, error?.kind ?? status]) ?? [])
}

describe('a token', () => {
  it('that is wrong or has expired ends the run after one request', async () => {
    const outcome = await run({ token: 'glpat-old' })
    expect(outcome).toMatchObject({ status: 'failed', error: { kind: 'auth' } })
    expect(server.asked()).toHaveLength(1)
  })

  it('that lacks a scope is told which', async () => {
    server.scopes = ['read_user']
    expect(await run()).toMatchObject({
      status: 'failed',
      error: { kind: 'auth', hint: expect.stringContaining('read_api') },
    })
  })

  it('never appears in an error', async () => {
    server.intercept(/./, (_, response) => sendJson(response, { message: 'no' }, {}, 400))
    const outcome = await run()
    expect(JSON.stringify([outcome, outcome?.error?.message, outcome?.error?.cause])).not.toContain(TOKEN)
  })
})

describe('a project', () => {
  it('that vanishes during a run fails for itself alone', async () => {
    const other = new FakeProject(2, 'acme/site')
    other.commit('s0', '2026-05-01T10:00:00.000Z')
    server.projects.push(other)
    server.intercept(/projects\/1\/(?!merge)/, (_, response) =>
      sendJson(response, { message: '404 Project Not Found' }, {}, 404),
    )
    const outcome = await run()
    const failed = outcome?.streams.filter(({ status }) => status === 'failed')
    expect(outcome?.status).toBe('partial')
    expect(new Set(failed?.map(({ scope }) => scope?.title))).toEqual(new Set(['acme/shop']))
    expect(new Set(failed?.map(({ error }) => error?.kind))).toEqual(new Set(['not-found']))
    expect(sink.of('commit').map(({ repository }) => repository)).toEqual(['acme/site'])
  })

  it('that the settings name and GitLab does not show is named', async () => {
    expect(await run({ projects: ['acme/shpo'] })).toMatchObject({
      status: 'failed',
      error: { kind: 'not-found', message: 'GitLab shows the token no acme/shpo.' },
    })
  })

  it('is not asked for what is switched off in it', async () => {
    Object.assign(project.details, {
      builds_access_level: 'disabled',
      issues_access_level: 'disabled',
      empty_repo: true,
    })
    expect(await run()).toMatchObject({ status: 'completed' })
    expect(server.asked().some((line) => /pipelines|issues|repository/.test(line))).toBe(false)
  })

  it('that is renamed is read anew under its name', async () => {
    project.mergeRequest(3, '2026-05-02T10:00:00.000Z')
    await run()
    project.details.path_with_namespace = 'acme/store'
    await run()
    expect(sink.of('pull_request').map(({ repository }) => repository)).toEqual(['acme/shop', 'acme/store'])
  })

  it('that is archived or left out is not read', async () => {
    server.projects.push(new FakeProject(2, 'acme/old', { archived: true }), new FakeProject(3, 'acme/sub/tool'))
    await run({ projects: ['acme/*', '!acme/sub/*'] })
    expect(sink.of('repository').map(({ name }) => name)).toEqual(['acme/shop'])
    await run({ archived: true })
    expect(
      sink
        .of('repository')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['acme/old', 'acme/shop', 'acme/sub/tool'])
  })
})

describe('a list', () => {
  const many = 230
  const fill = (at: (iid: number) => string) => {
    for (let iid = 1; iid <= many; iid += 1) project.mergeRequest(iid, at(iid))
  }
  const numbers = () =>
    sink
      .of('pull_request')
      .map(({ number }) => number)
      .sort((a, b) => a - b)
  const all = Array.from({ length: many }, (_, index) => index + 1)

  it('of rows that changed in the same instant is read whole', async () => {
    fill(() => '2026-05-02T10:00:00.000Z')
    await run()
    expect(numbers()).toEqual(all)
  })

  it('whose rows change while it is read leaves none out', async () => {
    fill((iid) => new Date(Date.UTC(2026, 4, 2) + iid * 1000).toISOString())
    let asked = 0
    const answer = server.http.handle
    server.http.handle = (request, response) => {
      // With every page some of what was on it moves to the front.
      if (request.url?.includes('/merge_requests?')) {
        for (const row of project.mergeRequests.slice(-10 * asked).slice(0, 10))
          row.updated_at = `2026-05-20T10:0${asked}:00.000Z`
        asked += 1
      }
      answer(request, response)
    }
    await run()
    server.http.handle = answer
    await run()
    expect(numbers()).toEqual(all)
  })

  it('of projects is followed by key, whatever host its links name', async () => {
    for (let id = 2; id <= 130; id += 1) server.projects.push(new FakeProject(id, `acme/p${id}`, { empty_repo: true }))
    const outcome = await run({ projects: ['*'] })
    expect(outcome?.status).toBe('completed')
    expect(sink.of('repository')).toHaveLength(130)
  })

  it('that bears one bad row rejects it by its number and field', async () => {
    project.mergeRequest(3, '2026-05-02T10:00:00.000Z', { created_at: 'yesterday' })
    project.mergeRequest(4, '2026-05-02T10:00:00.000Z')
    expect(await run()).toMatchObject({ status: 'completed', rejected: 1 })
    expect(sink.pages.flatMap(({ rejected }) => rejected)).toMatchObject([
      { position: 'merge request 3 of acme/shop', path: 'created_at', reason: 'is not a time' },
    ])
    expect(numbers()).toEqual([4])
  })
})

describe('a row', () => {
  it('that is deleted between the list and its details is rejected, and its neighbours land', async () => {
    project.mergeRequest(3, '2026-05-02T10:00:00.000Z')
    project.mergeRequest(4, '2026-05-02T10:00:00.000Z')
    server.intercept(/merge_requests\/3\/notes/, (_, response) =>
      sendJson(response, { message: '404 Not found' }, {}, 404),
    )
    expect(await run()).toMatchObject({ status: 'completed', rejected: 1 })
    expect(sink.pages.flatMap(({ rejected }) => rejected)).toMatchObject([{ position: 'merge request 3 of acme/shop' }])
    expect(sink.of('pull_request').map(({ number }) => number)).toEqual([4])
  })
})

describe('an answer', () => {
  it('that is a page of HTML says what stands in between', async () => {
    server.intercept(/./, (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'))
    expect(await run()).toMatchObject({ status: 'failed', error: { kind: 'unexpected' } })
  })

  it('that is no list is not as described', async () => {
    server.intercept(/deployments/, (_, response) => sendJson(response, { rows: [] }))
    expect(await streamsOf()).toMatchObject({ deployments: 'unexpected', merge_requests: 'completed' })
  })

  it('that is cut is asked for again', async () => {
    const cut = (response: ServerResponse) => {
      response.writeHead(200, { 'Content-Length': '99' }).write('[{')
      setTimeout(() => response.destroy(), 5)
    }
    server.intercept(/deployments/, (_, response) => cut(response), 1)
    project.deployment(70, 'production', '2026-05-02T10:00:00.000Z')
    expect(await run()).toMatchObject({ status: 'completed' })
    expect(sink.of('deployment')).toHaveLength(1)
  })

  it('that leads elsewhere is not followed', async () => {
    server.intercept(/./, (_, response) => response.writeHead(302, { Location: 'https://elsewhere.example/' }).end())
    expect(await run()).toMatchObject({ status: 'failed', error: { kind: 'config' } })
  })

  it('429 ends the run as waiting, and the next goes on from there', async () => {
    for (let iid = 1; iid <= 60; iid += 1) project.mergeRequest(iid, '2026-05-02T10:00:00.000Z')
    server.intercept(/merge_requests\/1\/notes/, (_, response) =>
      sendJson(response, { message: { error: 'Too many requests' } }, { 'Retry-After': '60' }, 429),
    )
    const outcome = await run()
    expect(outcome?.status).toBe('waiting')
    expect(outcome?.error).toMatchObject({ kind: 'rate-limited', retryAt: new Date('2026-06-01T00:01:00Z') })
    expect(sink.of('pull_request')).toHaveLength(50)
    server.heal()
    server.asked()
    expect(await run()).toMatchObject({ status: 'completed' })
    expect(server.asked().filter((line) => line.includes('/notes'))).toHaveLength(10)
  })

  it('503 is tried again, then is unavailable for the stream that asked', async () => {
    server.intercept(/deployments/, (_, response) => response.writeHead(503).end())
    expect(await streamsOf()).toMatchObject({ deployments: 'unavailable', merge_requests: 'completed' })
    expect(server.asked().filter((line) => line.includes('deployments'))).toHaveLength(3)
  })
})

describe('the mirror', () => {
  it('is fetched with the token, in a folder of the project, and tells commits and tags', async () => {
    const repository = new GitRepository()
    repository.run('config', 'uploadpack.allowFilter', 'true')
    const head = repository.commit('One')
    repository.tag('v1')
    const certificate = makeCertificate()
    const login = { username: 'oauth2', password: TOKEN }
    const git = new GitHttpsServer(repository.path.replace(/\/[^/]*$/, ''), certificate, login)
    const host = await git.listen()
    project.details.http_url_to_repo = `https://${host}/${repository.path.split('/').at(-1)}/.git`
    project.release('v1', head, '2026-05-03T10:00:00.000Z', { commit: { id: head, committed_date: null } })
    const environment = { ...process.env, GIT_SSL_CAINFO: certificate.file, NO_PROXY: '*' }
    expect(await run({ history: 'auto' }, { environment })).toMatchObject({ status: 'completed' })
    expect(sink.of('commit').map((commit) => [commit.repository, commit.sha])).toEqual([['acme/shop', head]])
    expect(sink.of('tag')).toHaveLength(1)
    expect(sink.of('repository').at(-1)).toMatchObject({ name: 'acme/shop', headSha: head })
    expect(server.asked().some((line) => line.includes('repository/'))).toBe(false)
    await git.close()
  })

  it('is left aside where git cannot be run or the clone is on another host', async () => {
    await run({ history: 'auto' }, { environment: { PATH: '/nowhere' } })
    expect(sink.of('commit').map((commit) => commit.sha)).toEqual([sha('c0')])
  })
})
