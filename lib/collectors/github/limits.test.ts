import { describe, expect, it } from 'vitest'
import type { Asked, Given } from '../../testing/github/server'
import { github, world } from '../../testing/github/world'
import { runContext } from '../../testing/run-context'
import type { Budget } from '../contract'
import { runSource } from '../run'

const NOW = Date.parse('2026-06-01T00:00:00Z')
const at = '2026-05-01T10:00:00Z'

/** Answers `given` the first `times` that a request fits. */
function first(times: number, fits: (asked: Asked) => boolean, given: Given) {
  let left = times
  return (asked: Asked) => {
    if (left === 0 || !fits(asked)) return undefined
    left -= 1
    return given
  }
}
const isRuns = ({ path }: Asked) => path.endsWith('/actions/runs')
const isGraph = ({ query }: Asked) => query !== undefined
const secondary = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' }

describe('when GitHub has had enough', () => {
  const here = world()

  it.each([
    [403, { 'retry-after': '5' }],
    [429, { 'retry-after': '5' }],
  ])('waits in place for a short secondary limit and says so (%i)', async (status, headers) => {
    here.shop.run({ created_at: at })
    here.fake.intercept = first(1, isRuns, { status, body: secondary, headers })
    expect(await here.collect()).toMatchObject({ status: 'completed' })
    expect(here.sink.notes).toContain('GitHub asks for a pause of 5 s')
    expect(here.sink.of('pipeline_run')).toHaveLength(1)
  })

  it('takes a GraphQL answer of 200 for the limit that it tells of', async () => {
    const headers = { 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 10) }
    const body = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }
    here.fake.intercept = first(1, isGraph, { status: 200, body, headers })
    expect(await here.collect()).toMatchObject({ status: 'completed' })
    expect(here.sink.notes.some((note) => /a pause of 1\d s/.test(note))).toBe(true)
  })

  it.each([
    ['REST', isRuns, { status: 403, body: secondary }],
    ['GraphQL, in an answer of 200', isGraph, { status: 200, body: { data: null, errors: [secondary] } }],
  ])('waits a minute for a secondary limit that does not say how long: %s', async (_, fits, given) => {
    here.shop.run({ created_at: at })
    here.fake.intercept = first(1, fits, given)
    expect(await here.collect()).toMatchObject({ status: 'completed' })
    expect(here.sink.notes).toContain('GitHub asks for a pause of 60 s')
    here.fake.intercept = (asked) => (fits(asked) ? given : undefined)
    const outcome = await here.collect()
    expect(outcome).toMatchObject({ status: 'waiting', error: { kind: 'rate-limited' } })
    // Not until the primary limit begins anew, of which most is left.
    expect(outcome?.error?.retryAt?.getTime()).toBe(NOW + 60_000)
  })

  it.each([0, 5, -5])(
    'gives up until the limit is over when that is long, with a clock that is %i hours ahead',
    async (hours) => {
      here.shop.run({ created_at: at })
      here.shop.pull({ createdAt: at })
      here.fake.skewMs = hours * 3_600_000
      Object.assign(here.fake.limits.core, { remaining: 0, resetAt: Date.now() + 1_800_000 })
      const outcome = await here.collect()
      expect(outcome).toMatchObject({ status: 'waiting', error: { kind: 'rate-limited' } })
      expect(Math.abs((outcome?.error?.retryAt?.getTime() ?? 0) - NOW - 1_800_000)).toBeLessThan(5_000)
      // REST and GraphQL have a limit each.
      expect(here.sink.of('pull_request')).toHaveLength(1)
      expect(here.fake.asked.filter(isRuns)).toHaveLength(1)
    },
  )

  it('goes on after the limit where it stood', async () => {
    for (let number = 0; number < 60; number += 1)
      here.shop.pull({ createdAt: `2026-05-01T10:${String(number).padStart(2, '0')}:00Z` })
    const isSecondPage = ({ variables }: Asked) => variables?.after !== undefined && variables.first === 25
    const body = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }
    here.fake.intercept = (asked) => (isSecondPage(asked) ? { status: 200, body } : undefined)
    expect(await here.collect()).toMatchObject({ status: 'waiting' })
    expect(here.sink.of('pull_request')).toHaveLength(25)
    here.fake.intercept = () => undefined
    expect(await here.collect()).toMatchObject({ status: 'completed' })
    expect(here.sink.of('pull_request')).toHaveLength(60)
  })

  it('tells the scarcer of the two budgets', async () => {
    const told: Budget[] = []
    here.fake.limits.graphql.remaining = 100
    await runSource(github, {
      ...{ connection: 'test', config: here.config(), cursors: {}, context: runContext({ now: new Date(NOW) }) },
      ...{ held: async function* () {}, save: async () => {} },
      onProgress: ({ budget }) => budget && told.push(budget),
    })
    expect(told.at(-1)).toMatchObject({ limit: 5_000, remaining: here.fake.limits.graphql.remaining })
  })
})

describe('when GitHub cannot', () => {
  const here = world()

  it.each([502, 503, 504])('tries again after a %i, then says that it is unavailable', async (status) => {
    here.fake.intercept = first(2, isRuns, { status, text: '<html>Unicorn!</html>' })
    expect(await here.collect()).toMatchObject({ status: 'completed' })
    here.fake.intercept = (asked) => (isRuns(asked) ? { status, text: '<html>Unicorn!</html>' } : undefined)
    here.sink.cursors = {}
    const outcome = await here.collect()
    expect(outcome).toMatchObject({ status: 'partial', error: { kind: 'unavailable' } })
    expect(outcome?.streams.filter(({ status: ended }) => ended === 'failed')).toHaveLength(1)
  })

  it('asks for less at a time until GitHub can make it', async () => {
    for (let number = 0; number < 60; number += 1)
      here.shop.pull({ createdAt: `2026-05-01T10:${String(number).padStart(2, '0')}:00Z` })
    here.fake.intercept = ({ query, variables }) =>
      query?.includes('reviews') && Number(variables?.first) > 10 ? { status: 502, text: '<html>' } : undefined
    expect(await here.collect()).toMatchObject({ status: 'completed', rejected: 0 })
    expect(here.sink.of('pull_request')).toHaveLength(60)
  })

  it('tries again when an answer is cut', async () => {
    here.fake.intercept = first(1, isRuns, {
      status: 200,
      text: JSON.stringify({ total_count: 0, workflow_runs: [] }),
      cut: true,
    })
    expect(await here.collect()).toMatchObject({ status: 'completed' })
  })

  it('lands what could be answered beside what could not', async () => {
    here.shop.pull({ createdAt: at })
    here.shop.pull({ createdAt: '2026-05-02T10:00:00Z', title: 'Broken' })
    here.fake.spoil = (answer) => {
      const text = JSON.stringify(answer).replace(/\{[^{}]*"title":"Broken"/, '{"title":7,"number":2')
      return JSON.parse(text)
    }
    expect(await here.collect()).toMatchObject({ status: 'completed', rejected: 1 })
    expect(here.sink.of('pull_request').map(({ number }) => number)).toEqual([1])
    const [rejected] = here.sink.pages.flatMap((page) => page.rejected)
    expect(rejected).toMatchObject({ position: 'pull request 2 of acme/shop' })
  })

  it('asks for less where GitHub answers in part, and lists what it still cannot answer', async () => {
    for (let number = 0; number < 30; number += 1)
      here.shop.pull({ createdAt: `2026-05-01T10:${String(number).padStart(2, '0')}:00Z` })
    here.fake.spoil = (answer, { query, variables }) => {
      if (!query?.includes('reviews(first: 40)')) return answer
      const { data } = answer as { data: { node: { pullRequests: { nodes: (object | null)[] } } } }
      const { nodes } = data.node.pullRequests
      const hole = nodes.findIndex((node) => (node as { number?: number } | null)?.number === 30)
      if (hole < 0) return answer
      nodes[hole] = null
      expect(Number(variables?.first)).toBeLessThanOrEqual(25)
      return {
        data,
        errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.' }],
      }
    }
    expect(await here.collect()).toMatchObject({ status: 'completed', rejected: 1 })
    expect(here.sink.of('pull_request')).toHaveLength(29)
    expect(here.fake.asked.some(({ variables }) => variables?.first === 1)).toBe(true)
  })

  it('takes back what it said of a row that it can read by now', async () => {
    const pull = here.shop.pull({ createdAt: '2026-05-01T10:00:00Z' })
    const spoil = here.fake.spoil
    here.fake.spoil = (answer) =>
      JSON.parse(JSON.stringify(answer).replaceAll('"isDraft":false', '"isDraft":"perhaps"'))
    await here.collect()
    expect(here.sink.pages.flatMap(({ rejected }) => rejected)).toMatchObject([
      { position: 'pull request 1 of acme/shop' },
    ])
    here.fake.spoil = spoil
    here.fake.now = '2026-05-03T10:00:00Z'
    here.shop.edit(pull, { title: 'Better' })
    here.sink.pages.splice(0)
    await here.collect()
    const [page] = here.sink.pages.filter(({ records }) => records.some(({ type }) => type === 'pull_request'))
    expect(page?.settled).toContain('pull request 1')
  })
})
