import { describe, expect, it } from 'vitest'
import { later, sha } from '../../testing/github/model'
import type { Asked, Given } from '../../testing/github/server'
import { world } from '../../testing/github/world'

const at = '2026-05-01T10:00:00Z'
const BAD_GATEWAY: Given = { status: 502, text: '<html>Unicorn!</html>' }
const idsOf = ({ variables }: Asked) => (Array.isArray(variables?.ids) ? variables.ids.length : 0)

describe('what is asked for by name at once, and is too much for GitHub', () => {
  const here = world()

  it('are details of incidents', async () => {
    for (let number = 0; number < 10; number += 1) here.shop.issue({ createdAt: at })
    here.fake.intercept = (asked) => (asked.query?.includes('comments') && idsOf(asked) > 3 ? BAD_GATEWAY : undefined)
    expect(await here.collect()).toMatchObject({ status: 'completed' })
    expect(here.sink.of('incident')).toHaveLength(10)
  })

  it('are deployments that had not ended, each of which keeps its own answer', async () => {
    const all = Array.from({ length: 8 }, () => here.shop.deploy({ createdAt: at }))
    await here.collect()
    for (const [number, one] of all.entries())
      here.shop.status(one, number % 2 ? 'SUCCESS' : 'FAILURE', later(at, 60 + number))
    const gone = here.shop.deployments.splice(5, 1)
    here.fake.intercept = (asked) => (idsOf(asked) > 3 ? BAD_GATEWAY : undefined)
    expect(await here.collect()).toMatchObject({ status: 'completed' })
    const statuses = new Map(here.sink.of('deployment').map(({ id, status }) => [id, status]))
    expect(statuses.has(gone[0]?.id ?? '')).toBe(false)
    const expected = all.map((_, number) => (number === 5 ? undefined : number % 2 ? 'success' : 'failure'))
    expect(all.map(({ id }) => statuses.get(id))).toEqual(expected)
  })

  it('are the commits as which pull requests landed, and those that are new', async () => {
    here.shop.commit({ at, message: 'Before' })
    await here.collect()
    const landed = [1, 2, 3].map((number) => {
      const messages = [`First of ${number}`, `Second of ${number}`]
      const oids = messages.map((message, step) => here.shop.commit({ at: later(at, number * 60 + step), message }))
      const commits = messages.map((messageHeadline) => ({
        oid: sha(messageHeadline),
        authoredDate: at,
        messageHeadline,
      }))
      const mergedAt = later(at, number * 60 + 30)
      const merged = { createdAt: at, mergedAt, closedAt: mergedAt, updatedAt: mergedAt }
      return { oids, number: here.shop.pull({ ...merged, commits, mergeCommit: oids[1] ?? null }).number }
    })
    here.fake.intercept = ({ query }) => (/\b(l1|c2): object/.test(query ?? '') ? BAD_GATEWAY : undefined)
    expect(await here.collect()).toMatchObject({ status: 'completed' })
    const owners = new Map(here.sink.of('commit').map((commit) => [commit.sha, commit.pullRequest]))
    expect(owners.size).toBe(7)
    for (const { oids, number } of landed) expect(oids.map((oid) => owners.get(oid))).toEqual([number, number])
  })

  it('is given up after a few tries when GitHub cannot answer at all', async () => {
    for (let number = 0; number < 20; number += 1) here.shop.issue({ createdAt: at })
    let asked = 0
    here.fake.intercept = ({ query }) => {
      if (!query?.includes('comments')) return undefined
      asked += 1
      return BAD_GATEWAY
    }
    expect(await here.collect()).toMatchObject({ status: 'partial', error: { kind: 'unavailable' } })
    expect(asked).toBeLessThan(10)
  })
})
