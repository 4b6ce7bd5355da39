import { describe, expect, it } from 'vitest'
import type { SourceRecord } from '../records/record'
import { placedIn, settledBy } from './settled'

const record = (type: string, fields: object) => ({ type, source: 'forge', ...fields }) as SourceRecord // its key alone

describe('what a record settles', () => {
  it.each([
    [
      'pull_request',
      { repository: 'acme/shop', number: 12 },
      ['pull request 12', 'merge request 12', 'pull request 12 of acme/shop', 'merge request 12 of acme/shop'],
    ],
    ['pipeline_run', { id: '77', attempt: 1 }, ['run 77', 'pipeline 77', 'build 77']],
    ['incident', { id: 'acme/shop#5' }, ['issue 5']],
    ['incident', { id: 'PD-5' }, ['issue PD-5']],
    ['deployment', { id: 'DE_1' }, ['deployment DE_1']],
    ['tag', { name: 'v1' }, ['tag v1', 'release v1']],
    ['repository', { name: 'acme/shop' }, []],
  ])('%s %o', (type, fields, expected) => {
    expect(settledBy(record(type, fields), 'as it is')).toEqual(['as it is', ...expected])
  })
})

it.each([
  ['pull request 12', 'pull request 12 of acme/shop'],
  ['pull request 12, review 7', 'pull request 12 of acme/shop, review 7'],
  ['run 7, attempt 1, a job', 'run 7 of acme/shop, attempt 1, a job'],
  ['commit acme/shop beef', 'commit acme/shop beef'],
])('%s is, told with its place, %s', (position, expected) => {
  expect(placedIn('acme/shop', position)).toBe(expected)
})
