import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeRepository, sha } from '../../testing/github/model'
import { FakeGitHub } from '../../testing/github/server'
import { collect, Sink, testSource } from '../../testing/source-suite'
import { githubSource } from '.'

const github = githubSource({ secondMs: 1 })
const fake = new FakeGitHub()
let shop: FakeRepository

function populate(repository: FakeRepository, size: number): void {
  const day = (number: number) => new Date(Date.UTC(2026, 2, 1 + number)).toISOString()
  for (let at = 0; at < size; at += 1) {
    const mergeCommit = repository.commit({ at: day(at), message: `Change ${at}\n\nThis reverts commit ${sha(at)}.` })
    const commits = [{ oid: sha(`branch ${at}`), authoredDate: day(at) }]
    const pull = repository.pull({
      createdAt: day(at),
      mergedAt: day(at + 1),
      closedAt: day(at + 1),
      mergeCommit,
      commits,
    })
    repository.review(pull, 'APPROVED', day(at))
    repository.run({ created_at: day(at).replace('.000', ''), head_sha: mergeCommit })
    const deployment = repository.deploy({ createdAt: day(at), commitOid: mergeCommit })
    repository.status(deployment, 'SUCCESS', day(at + 1))
  }
  repository.issue({ createdAt: day(1) })
  repository.release('v1', { createdAt: day(2) }, { oid: repository.head ?? '' })
}

const config = (more: object = {}) => ({
  ...{ token: 'good', baseUrl: fake.baseUrl, repositories: ['acme/*'], history: 'api' },
  ...more,
})

beforeAll(async () => {
  await fake.listen()
  shop = fake.repository('acme/shop')
  populate(shop, 110)
  populate(fake.repository('acme/site'), 3)
})
afterAll(() => fake.close())

testSource({ source: github, config: async () => config(), broken: { token: 'good', repositories: ['acme'] } })

describe('github', () => {
  it('asks an idle repository nothing that counts but its pulse', async () => {
    const sink = new Sink()
    await collect(github, config(), sink)
    fake.taken()
    await collect(github, config(), sink)
    const { requests, charged } = fake.taken()
    expect({ requests, charged }).toEqual({ requests: 3, charged: 1 })
  })
})
