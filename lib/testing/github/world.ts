// A fake GitHub for one test file, and what most tests of its collector begin with.
import { afterEach, beforeEach } from 'vitest'
import { githubSource } from '../../collectors/github'
import { type CollectOptions, collect, Sink } from '../source-suite'
import type { FakeRepository } from './model'
import { FakeGitHub } from './server'

/** A second of waiting is a millisecond. */
export const github = githubSource({ secondMs: 1 })

export type World = {
  fake: FakeGitHub
  shop: FakeRepository
  sink: Sink
  config: (more?: object) => object
  collect: (more?: object, options?: CollectOptions) => ReturnType<typeof collect>
}

/** Fresh for every test: acme/shop, empty. */
export function world(): World {
  const current = {} as World // filled before every test
  beforeEach(async () => {
    const fake = await new FakeGitHub().listen()
    const config = (more = {}) => ({
      ...{ token: 'good', baseUrl: fake.baseUrl, repositories: ['acme/shop'], history: 'api' },
      ...more,
    })
    const sink = new Sink()
    Object.assign(current, { fake, shop: fake.repository('acme/shop'), sink, config })
    current.collect = (more, options) => collect(github, config(more), sink, options)
  })
  afterEach(() => current.fake.close())
  return current
}
