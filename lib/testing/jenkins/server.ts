// Jenkins' JSON API on loopback: jobs in folders, builds by tree and place, stages, and failures as it is told.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpServer, sendJson } from '../http-server'

export type FakeBuild = { number: number; timestamp: number } & Record<string, unknown>

const CLASSES = {
  folder: 'com.cloudbees.hudson.plugins.folder.Folder',
  multibranch: 'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject',
  pipeline: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
  freestyle: 'hudson.model.FreeStyleProject',
}

export class FakeItem {
  readonly items: FakeItem[] = []
  /** Newest first. */
  readonly builds: FakeBuild[] = []
  readonly stagesOf = new Map<number, Record<string, unknown>[]>()

  constructor(
    readonly kind: keyof typeof CLASSES,
    readonly name: string,
  ) {}

  add(kind: keyof typeof CLASSES, name: string): FakeItem {
    const item = new FakeItem(kind, name)
    this.items.push(item)
    return item
  }

  build(number: number, at: string, given: Record<string, unknown> = {}): FakeBuild {
    const build: FakeBuild = {
      _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
      number,
      url: `https://jenkins.example/job/${this.name}/${number}/`,
      building: false,
      result: 'SUCCESS',
      timestamp: Date.parse(at),
      duration: 60_000,
      actions: [cause('hudson.triggers.SCMTrigger$SCMTriggerCause'), {}, checkout(number)],
      ...given,
    }
    this.builds.unshift(build)
    return build
  }

  /** As `tree` shows it, so many levels deep. */
  listed(depth: number): Record<string, unknown> {
    const isFolder = this.kind === 'folder' || this.kind === 'multibranch'
    const own = { _class: CLASSES[this.kind], name: this.name }
    if (!isFolder) return { ...own, lastBuild: this.builds[0] ? { number: this.builds[0].number } : null }
    return depth === 0 ? own : { ...own, jobs: this.items.map((item) => item.listed(depth - 1)) }
  }
}

export const sha = (seed: string | number) => String(seed).padStart(40, '0')

export function checkout(seed: string | number, repository = 'acme/shop', branch = 'refs/remotes/origin/main') {
  return {
    _class: 'hudson.plugins.git.util.BuildData',
    lastBuiltRevision: { SHA1: sha(seed), branch: [{ SHA1: sha(seed), name: branch }] },
    remoteUrls: [`git@git.example:${repository}.git`],
  }
}

export function cause(name: string) {
  return { _class: 'hudson.model.CauseAction', causes: [{ _class: name }] }
}

type Fault = { path: RegExp; answer: (request: IncomingMessage, response: ServerResponse) => void; times: number }

export const LOGIN = { user: 'ada', token: '11aa22bb' }

export class FakeJenkins {
  readonly root = new FakeItem('folder', '')
  readonly http = new HttpServer((request, response) => this.answer(request, response))
  private faults: Fault[] = []

  get url(): string {
    return `${this.http.url}/ci`
  }

  /** Requests since the last call: their paths, and the places of a list. */
  asked(): string[] {
    return this.http.asked.splice(0).map((line) => {
      const url = new URL(line.replace('GET ', ''), this.http.url)
      const places = /\{.*\}/.exec(url.searchParams.get('tree') ?? '')?.[0] ?? ''
      return url.pathname.replace('/ci/', '') + places
    })
  }

  intercept(path: RegExp, answer: Fault['answer'], times = Number.POSITIVE_INFINITY): void {
    this.faults.push({ path, answer, times })
  }

  heal(): void {
    this.faults = []
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '/'
    const fault = this.faults.find(({ path, times }) => times > 0 && path.test(url))
    const login = Buffer.from(`${LOGIN.user}:${LOGIN.token}`).toString('base64')
    if (fault) {
      fault.times -= 1
      fault.answer(request, response)
    } else if (request.headers.authorization !== `Basic ${login}`) refuse(response, 401)
    else this.answerWell(new URL(url, this.http.url), response)
  }

  private answerWell(url: URL, response: ServerResponse): void {
    const [path = '', end] = url.pathname.replace('/ci/', '').split(/(api\/json|wfapi\/describe)$/)
    const found = this.find(path)
    if (!found) refuse(response, 404)
    else if (end === 'wfapi/describe') {
      const stages = found.build && found.item.stagesOf.get(found.build.number)
      if (stages) sendJson(response, { id: String(found.build?.number), status: 'SUCCESS', stages })
      else refuse(response, 404)
    } else {
      const answer = body(found.item, found.build, url.searchParams.get('tree') ?? '')
      sendJson(response, answer, { 'X-Jenkins': '2.528.1' })
    }
  }

  private find(path: string): { item: FakeItem; build?: FakeBuild } | undefined {
    let item: FakeItem | undefined = this.root
    for (const [, name, number] of path.matchAll(/job\/([^/]+)\/|(\d+)\//g)) {
      if (number === undefined) item = item?.items.find((one) => one.name === decodeURIComponent(name ?? ''))
      else {
        const build = item?.builds.find((one) => one.number === Number(number))
        return item && build && { item, build }
      }
    }
    return item && { item }
  }
}

function body(item: FakeItem, build: FakeBuild | undefined, tree: string): unknown {
  if (build) return build
  const places = /^allBuilds\[.*\]\{(\d+),(\d+)\}$/.exec(tree)
  if (places) return { allBuilds: item.builds.slice(Number(places[1]), Number(places[2])) }
  return item.listed(tree.split('jobs[').length - 1)
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/html' }).end(`<html><title>Error ${status}</title></html>`)
}
