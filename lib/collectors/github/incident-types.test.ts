import { describe, expect, it } from 'vitest'
import { github, world } from '../../testing/github/world'
import { runContext } from '../../testing/run-context'
import { checkSource } from '../run'

const at = '2026-05-01T10:00:00Z'
const rule = { incidents: { labels: [], types: ['Incident'] } }

describe('incidents by issue type', () => {
  const here = world()
  const ids = () => here.sink.of('incident').map(({ id }) => id)
  const issue = (type: string | null, labels: string[] = []) =>
    here.shop.issue({ createdAt: at, labels, issueType: type === null ? null : { name: type } })

  it('are those of the types that are named, beside those with a label', async () => {
    issue('Incident')
    issue('Bug')
    issue(null)
    issue(null, ['outage'])
    await here.collect({ incidents: { labels: ['outage'], types: ['incident', 'Outage'] } })
    expect(ids().sort()).toEqual(['acme/shop#1', 'acme/shop#4'])
  })

  it('come and go as the type changes', async () => {
    const [one, two] = [issue('Incident'), issue('Bug')]
    await here.collect(rule)
    expect(ids()).toEqual(['acme/shop#1'])
    here.fake.now = '2026-05-05T10:00:00Z'
    here.shop.edit(one, { issueType: { name: 'Bug' } })
    here.shop.edit(two, { issueType: { name: 'Incident' } })
    await here.collect(rule)
    expect(ids()).toEqual(['acme/shop#2'])
  })

  it('are looked for again when the rule has changed', async () => {
    issue('Incident')
    issue('Bug')
    await here.collect(rule)
    await here.collect({ incidents: { labels: [], types: ['Bug'] } })
    expect(ids()).toEqual(['acme/shop#2'])
  })

  it('cost nothing where no rule names types', async () => {
    issue(null, ['incident'])
    await here.collect()
    expect(here.fake.asked.some(({ query }) => query?.includes('issueType'))).toBe(false)
    expect(ids()).toEqual(['acme/shop#1'])
  })
})

describe('an older Enterprise Server, which knows no types', () => {
  const here = world()
  const unknown = { kind: 'config', hint: expect.stringContaining('Take the types out') }

  it('is told so by "Test connection", and only where types are wanted', async () => {
    here.fake.knowsTypes = false
    const check = (more = {}) => checkSource(github, 'test', here.config(more), runContext())
    await expect(check(rule)).rejects.toMatchObject(unknown)
    expect(await check()).toMatchObject({ summary: 'robot sees 1 repository' })
  })

  it('is told so in the run, while the other streams go on', async () => {
    here.fake.knowsTypes = false
    here.shop.issue({ createdAt: at })
    here.shop.pull({ createdAt: at })
    const outcome = await here.collect(rule)
    expect(outcome).toMatchObject({ status: 'partial', error: unknown })
    expect(outcome?.streams.filter(({ status }) => status === 'failed').map(({ stream }) => stream)).toEqual([
      'incidents',
    ])
    expect(here.sink.of('pull_request')).toHaveLength(1)
  })
})
