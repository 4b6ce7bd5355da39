import { describe, expect, test } from 'vitest'
import { identityOf, parseRecord, RECORD_TYPES, type SourceRecord } from '../../lib/records/record'
import { demoDayOf, demoRecords } from './index'

const WEDNESDAY = Date.parse('2026-03-04T15:30:00Z')
const DAY = 86_400_000

type Kind<Type extends SourceRecord['type']> = Extract<SourceRecord, { type: Type }>

const demo = [...demoRecords(WEDNESDAY)]

function only<Type extends SourceRecord['type']>(type: Type, records = demo): Kind<Type>[] {
  return records.filter((record): record is Kind<Type> => record.type === type)
}

const bytes = (now: number) => JSON.stringify([...demoRecords(now)])

describe('the demo organisation', () => {
  test('is the same whenever it is asked for on the same day', () => {
    const first = bytes(Date.parse('2026-03-04T00:00:00Z'))
    expect(bytes(Date.parse('2026-03-04T23:59:59.999Z')) === first).toBe(true)
    expect(bytes(Date.parse('2026-03-05T00:00:00Z')) === first).toBe(false)
    expect(demoDayOf(WEDNESDAY)).toBe('2026-03-04')
  })

  test('goes on from day to day of a week', () => {
    const later = new Set(only('commit', [...demoRecords(WEDNESDAY + 2 * DAY)]).map(({ sha }) => sha))
    const gone = only('commit').filter(({ sha }) => !later.has(sha))
    expect(gone).toEqual([])
    expect(later.size).toBeGreaterThan(only('commit').length)
  })

  test('is made of valid records, each of them once, and of every kind', () => {
    for (const record of demo) expect(parseRecord(record)).toEqual({ ok: true, record })
    expect(new Set(demo.map((record) => record.type + identityOf(record))).size).toBe(demo.length)
    expect(RECORD_TYPES.filter((type) => !demo.some((record) => record.type === type))).toEqual([])
    expect(demo.length).toBeGreaterThan(20_000)
    expect(demo.length).toBeLessThan(40_000)
  })

  test('refers only to what is there, but for one deployment from a laptop', () => {
    const commits = new Set(only('commit').map(({ repository, sha }) => `${repository} ${sha}`))
    const shas = new Set(only('commit').map(({ sha }) => sha))
    const parents = only('commit').flatMap(({ repository, parents }) => parents.map((sha) => `${repository} ${sha}`))
    expect(parents.filter((parent) => !commits.has(parent))).toEqual([])
    const landings = only('pull_request').flatMap(({ mergeCommitSha }) => mergeCommitSha ?? [])
    expect(landings.filter((sha) => !shas.has(sha))).toEqual([])
    const pulls = new Set(only('pull_request').map(({ repository, number }) => `${repository} ${number}`))
    expect(only('review').filter((review) => !pulls.has(`${review.repository} ${review.pullRequest}`))).toEqual([])
    const runs = new Set(only('pipeline_run').map(({ repository, id, attempt }) => `${repository} ${id} ${attempt}`))
    expect(only('job').filter((job) => !runs.has(`${job.repository} ${job.run} ${job.attempt}`))).toEqual([])
    expect(only('tag').filter(({ sha }) => !shas.has(sha))).toEqual([])
    expect(
      only('deployment')
        .filter(({ sha }) => !shas.has(sha))
        .map(({ id }) => id),
    ).toEqual(['shop-by-hand'])

    const ids = new Set([
      ...only('deployment').map(({ id }) => id),
      ...only('pipeline_run').map(({ id, attempt }) => `run:${id}/${attempt}`),
      ...only('job').map(({ run, attempt, id }) => `job:${run}/${attempt}/${id}`),
      ...only('tag').map(({ name }) => `tag:${name}`),
    ])
    const named = [
      ...only('verification').map(({ deployment }) => deployment),
      ...only('correction').flatMap(({ deployment }) => deployment ?? []),
      ...only('incident').flatMap(({ causedBy, fixedBy }) =>
        [causedBy?.deployment ?? [], fixedBy?.deployment ?? []].flat(),
      ),
    ]
    expect(named.filter((id) => !ids.has(id))).toEqual([])
    const incidents = new Set(only('incident').map(({ id }) => id))
    expect(only('correction').filter(({ incident }) => incident !== undefined && !incidents.has(incident))).toEqual([])
  })

  test.each(['2026-03-04', '2026-12-25', '2027-01-04', '2028-02-29'])(
    'on %s knows no future and is not finished',
    (day) => {
      const present = Date.parse(`${day}T00:00:00Z`)
      const records = [...demoRecords(present)]
      const plans = new Set(['holidays', 'until', 'start'])
      const future = JSON.stringify(records, (field, value) => (plans.has(field) ? null : value)).match(
        /\d{4}-\d\d-\d\dT[\d:.]+Z/g,
      )
      expect(future?.filter((time) => Date.parse(time) > present)).toEqual([])
      expect(only('pull_request', records).filter(({ closedAt }) => closedAt === undefined).length).toBeGreaterThan(2)
      expect(only('pipeline_run', records).filter(({ status }) => status === 'running')).not.toEqual([])
      expect(only('deployment', records).filter(({ status }) => status === 'pending')).not.toEqual([])
      expect(only('incident', records).filter(({ resolvedAt }) => resolvedAt === undefined)).not.toEqual([])
    },
  )

  test('works in office hours and leaves Fridays alone more often than other days', () => {
    const night = only('review').filter(({ author, submittedAt }) => {
      const hour = new Date(submittedAt).getUTCHours()
      return !String(author).endsWith('[bot]') && hour >= 1 && hour < 6
    })
    expect(night).toEqual([])
    const days = only('deployment')
      .filter(({ environment, status }) => environment.startsWith('production') && status === 'success')
      .map(({ createdAt = '' }) => new Date(createdAt).getUTCDay())
    const on = (day: number) => days.filter((one) => one === day).length
    for (const day of [1, 2, 3, 4]) expect(on(5)).toBeLessThan(on(day))
    expect(on(0) + on(6)).toBeLessThan(10)
  })
})
