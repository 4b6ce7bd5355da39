// GitLab's REST API on loopback: pages, filters and orders as GitLab does, and fails as it is told.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpServer, sendJson } from '../http-server'
import type { FakeProject, Row } from './project'

type Answer = { rows: Record<string, unknown>[] } | { one: unknown } | undefined
type Fault = { path: RegExp; answer: (request: IncomingMessage, response: ServerResponse) => void; times: number }

export const TOKEN = 'glpat-testing'

export class FakeGitlab {
  readonly projects: FakeProject[] = []
  readonly http = new HttpServer((request, response) => this.answer(request, response))
  scopes: string[] = ['read_api', 'read_repository']
  expiresAt: string | null = null
  /** Beyond it no total is told; GitLab's own is 10,000. */
  mostCounted = 10_000
  private faults: Fault[] = []

  get baseUrl(): string {
    return `${this.http.url}/api/v4`
  }

  /** Requests since the last call, without the host. */
  asked(): string[] {
    return this.http.asked.splice(0).map((line) => line.replace('GET /api/v4/', ''))
  }

  /** Answers what matches in its own way, so often. */
  intercept(path: RegExp, answer: Fault['answer'], times = Number.POSITIVE_INFINITY): void {
    this.faults.push({ path, answer, times })
  }

  heal(): void {
    this.faults = []
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const fault = this.faults.find(({ path, times }) => times > 0 && path.test(request.url ?? ''))
    if (fault) {
      fault.times -= 1
      fault.answer(request, response)
    } else if (request.headers['private-token'] === TOKEN) this.answerWell(request, response)
    else sendJson(response, { message: '401 Unauthorized' }, {}, 401)
  }

  private answerWell(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.http.url)
    const path = url.pathname.replace('/api/v4/', '')
    if (!this.scopes.some((scope) => ['api', 'read_api'].includes(scope)) && path !== 'personal_access_tokens/self') {
      const scope = 'api read_api'
      const error_description = 'The request requires higher privileges than provided by the access token.'
      sendJson(response, { error: 'insufficient_scope', error_description, scope }, {}, 403)
    } else this.sendFound(response, path, url)
  }

  private sendFound(response: ServerResponse, path: string, url: URL): void {
    const found = this.find(path, url.searchParams)
    if (!found) sendJson(response, { message: '404 Not Found' }, {}, 404)
    else if ('one' in found) sendJson(response, found.one, this.limits())
    else this.sendPage(response, found.rows, url)
  }

  private limits(): Record<string, string> {
    return { 'RateLimit-Limit': '2000', 'RateLimit-Remaining': '1999', 'RateLimit-Reset': '1780272060' }
  }

  private sendPage(response: ServerResponse, rows: Record<string, unknown>[], url: URL): void {
    const query = url.searchParams
    const perPage = Math.min(100, Number(query.get('per_page') ?? 20))
    const keyed = query.get('pagination') === 'keyset'
    const page = Number(query.get('page') ?? 1)
    const from = keyed
      ? rows.findIndex(({ id }) => Number(id) > Number(query.get('id_after') ?? 0))
      : (page - 1) * perPage
    const shown = from < 0 ? [] : rows.slice(from, from + perPage)
    const headers: Record<string, string> = { ...this.limits(), 'X-Per-Page': String(perPage) }
    if (!keyed && rows.length <= this.mostCounted) headers['X-Total'] = String(rows.length)
    if (from + perPage < rows.length) {
      const next = new URL(url)
      if (keyed) next.searchParams.set('id_after', String(shown.at(-1)?.id))
      else next.searchParams.set('page', String(page + 1))
      // The host of the link is the one that GitLab believes to have.
      headers.Link = `<https://gitlab.internal${next.pathname}${next.search}>; rel="next", <${url.href}>; rel="first"`
    }
    sendJson(response, shown, headers)
  }

  private find(path: string, query: URLSearchParams): Answer {
    if (path === 'personal_access_tokens/self') return { one: { scopes: this.scopes, expires_at: this.expiresAt } }
    if (path === 'version') return { one: { version: '18.4.1', revision: 'abc' } }
    const visible = this.projects.filter(({ details }) => query.get('archived') !== 'false' || !details.archived)
    if (path === 'projects') return { rows: byId(visible.map(({ details }) => details)) }
    const [kind, name = '', ...rest] = path.split('/')
    const group = decodeURIComponent(name)
    if (kind === 'groups' && rest[0] === 'projects') {
      const inside = visible.filter((project) => project.path.startsWith(`${group}/`))
      return inside.length > 0 ? { rows: byId(inside.map(({ details }) => details)) } : undefined
    }
    if (kind !== 'projects') return undefined
    const project = this.projects.find(({ id, path: own }) => String(id) === name || own === group)
    if (!project) return undefined
    return rest.length === 0 ? { one: project.details } : answerOf(project, rest, query)
  }
}

function byId(rows: Row[]): Row[] {
  return [...rows].sort((a, b) => a.id - b.id)
}

function answerOf(project: FakeProject, [list, item = '', part]: string[], query: URLSearchParams): Answer {
  const number = Number(item)
  const known = { rows: [] as Row[] }
  switch (list) {
    case 'merge_requests': {
      if (part === 'commits') return { rows: project.commitsOf.get(number) ?? known.rows }
      if (part === 'notes') return { rows: project.notesOf.get(number) ?? known.rows }
      return { rows: changed(project.mergeRequests, query, true) }
    }
    case 'pipelines': {
      const one = project.pipelines.find(({ id }) => id === number)
      if (part === 'jobs') return { rows: project.jobsOf.get(number) ?? known.rows }
      if (item) return one && { one }
      const listed = [
        'id',
        'iid',
        'project_id',
        'sha',
        'ref',
        'status',
        'source',
        'name',
        'created_at',
        'updated_at',
        'web_url',
      ]
      const rows = changed(project.pipelines, query, false)
      return { rows: rows.map((row) => Object.fromEntries(listed.map((field) => [field, row[field]]))) }
    }
    case 'deployments':
      return { rows: changed(project.deployments, query, false) }
    case 'environments':
      return { rows: project.environments }
    case 'issues': {
      const type = query.get('issue_type')
      return {
        rows: changed(
          project.issues.filter((row) => !type || row.issue_type === type),
          query,
          true,
        ),
      }
    }
    case 'releases':
      return { rows: project.releases }
    case 'repository':
      return repository(project, item, part, query)
    default:
      return undefined
  }
}

function repository(project: FakeProject, list: string, item: string | undefined, query: URLSearchParams): Answer {
  const head = project.commits.at(-1)
  if (list === 'tags') return { rows: project.tags }
  if (list === 'branches') return head && { one: { name: item, commit: head } }
  if (item) {
    const one = project.commits.find(({ id }) => id === item)
    return one && { one }
  }
  const [from, to] = (query.get('ref_name') ?? '').split('..')
  const place = (id: string | undefined) => project.commits.findIndex((commit) => commit.id === id)
  if (to === undefined) return { rows: project.commits.slice(0, place(from) + 1).reverse() }
  if (place(from) < 0) return undefined
  return { rows: project.commits.slice(place(from) + 1, place(to) + 1).reverse() }
}

/** Filtered and ordered; some of GitLab's lists take the bounds in and some do not. */
function changed(rows: Row[], query: URLSearchParams, inclusive: boolean): Row[] {
  const at = (text: string | null | undefined) => Date.parse(text ?? '')
  const [after, before] = [at(query.get('updated_after')), at(query.get('updated_before'))]
  const found = rows.filter(({ updated_at }) => {
    const time = at(updated_at)
    if (!Number.isNaN(after) && (inclusive ? time < after : time <= after)) return false
    return Number.isNaN(before) || (inclusive ? time <= before : time < before)
  })
  return found.sort((a, b) => at(b.updated_at) - at(a.updated_at) || b.id - a.id)
}
