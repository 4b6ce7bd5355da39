import { describe, expect, it } from 'vitest'
import type { ChangeFact } from '../facts/change'
import type { DeploymentFact } from '../facts/deployment'
import { keyOf } from '../facts/fact-key'
import type { IncidentFact } from '../facts/incident'
import type { FactRows, RowsWanted } from '../facts/rows'
import { delivered, deployment, factsWith, failure, incident, undelivered, WEEK, windowOf } from '../testing/facts'
import { changeList, deploymentList, incidentList, type ListAsked, tabCounts, waitingList } from './lists'

type Rows = { changes?: ChangeFact[]; deployments?: DeploymentFact[]; incidents?: IncidentFact[] }

/** The facts as columns, and a store that holds them whole and notes what was asked of it. */
function held({ changes = [], deployments = [], incidents = [] }: Rows) {
  const asked: RowsWanted[] = []
  const rows: FactRows = {
    changes: new Map(changes.map((fact) => [fact.id, fact])),
    deployments: new Map(deployments.map((fact) => [keyOf(fact), fact])),
    incidents: new Map(incidents.map((fact) => [keyOf(fact), fact])),
  }
  const load = async (wanted: RowsWanted) => {
    asked.push(wanted)
    return rows
  }
  return { facts: factsWith({ changes, deployments, incidents }), load, asked }
}

const first = { descending: true, page: null, size: 50 } as const
const byDelivery: ListAsked<'changes'> = { ...first, sort: 'deployed', show: 'all' }
const byFinish: ListAsked<'deployments'> = { ...first, sort: 'finished', show: 'all' }
const byStart: ListAsked<'incidents'> = { ...first, sort: 'started', show: 'all' }
const byAge: ListAsked<'waiting'> = { ...first, sort: 'age', show: 'all' }
const ids = ({ rows }: { rows: { id: string }[] }) => rows.map((row) => row.id)

const changes = [
  delivered('pr:1', 'Mon 09:00', 'Tue 09:00'),
  delivered('pr:2', 'Tue 08:00', 'Wed 10:00', { bot: true }),
  delivered('pr:3', 'Mon 08:00', 'Wed 09:00'),
  delivered('pr:4', 'Mon 08:00', 'Thu 09:00', { excluded: 'clock', boundaries: null }),
  delivered('pr:5', 'Mon 08:00', 'Thu 10:00', { excluded: 'baseline', boundaries: null }),
  delivered('pr:6', 'Mon 08:00', 'Mon+1w 09:00'),
]

describe('the list of changes', () => {
  it('shows those of the window, the newest first, and folds a baseline into a number', async () => {
    const { facts, load } = held({ changes })
    const list = await changeList(facts, WEEK, byDelivery, load)
    expect(ids(list)).toEqual(['pr:4', 'pr:2', 'pr:3', 'pr:1'])
    expect(list.counts).toEqual({ all: 4, counted: 2, bots: 1, 'left-out': 1, baseline: 1 })
  })

  it('shows what is asked for only', async () => {
    const { facts, load } = held({ changes })
    const show = async (wanted: ListAsked<'changes'>['show']) =>
      ids(await changeList(facts, WEEK, { ...byDelivery, show: wanted }, load))
    expect(await show('counted')).toEqual(['pr:3', 'pr:1'])
    expect(await show('bots')).toEqual(['pr:2'])
    expect(await show('left-out')).toEqual(['pr:4'])
    expect(await show('baseline')).toEqual(['pr:5'])
  })

  it('is sorted, cut into pages, and loads only the rows of its page', async () => {
    const { facts, load, asked } = held({ changes })
    const page = await changeList(facts, WEEK, { ...byDelivery, sort: 'lead', page: 2, size: 2 }, load)
    expect(ids(page)).toEqual(['pr:2', 'pr:1'])
    expect(page).toMatchObject({ page: 2, pages: 2, total: 4, opened: false })
    expect(asked).toEqual([{ changes: ['pr:2', 'pr:1'] }])
  })

  it('keeps to what a search found, and finds the page of an open row', async () => {
    const { facts, load } = held({ changes })
    const found = await changeList(facts, WEEK, { ...byDelivery, ids: new Set(['pr:1', 'pr:6']) }, load)
    expect(ids(found)).toEqual(['pr:1'])
    const opened = await changeList(facts, WEEK, { ...byDelivery, size: 1, open: 'pr:3' }, load)
    expect(opened).toMatchObject({ page: 3, opened: true })
    expect(ids(opened)).toEqual(['pr:3'])
    const elsewhere = await changeList(facts, WEEK, { ...byDelivery, size: 1, open: 'pr:6' }, load)
    expect(elsewhere).toMatchObject({ page: 1, opened: false })
  })
})

describe('the list of deployments', () => {
  const deployments = [
    deployment('first', 'Mon 09:00', { startedAt: null, baseline: true }),
    failure('bad', 'Tue 09:00', 'Tue 10:00'),
    deployment('fix', 'Tue 10:00', { rework: true, changes: 4 }),
    failure('open', 'Wed 09:00'),
    deployment('lost', 'Thu 09:00', { shaKnown: false }),
    deployment('attempt', 'Fri 09:00', { succeeded: false }),
  ]

  it('has a selection for every outcome', async () => {
    const { facts, load } = held({ deployments })
    const show = async (wanted: ListAsked<'deployments'>['show']) =>
      ids(await deploymentList(facts, WEEK, { ...byFinish, show: wanted }, load))
    expect(await show('all')).toEqual(['attempt', 'lost', 'open', 'fix', 'bad', 'first'])
    expect(await show('failed')).toEqual(['open', 'bad'])
    expect(await show('repairs')).toEqual(['fix'])
    expect(await show('attempts')).toEqual(['attempt'])
    expect(await show('unknown')).toEqual(['lost'])
  })

  it('puts what has no value last in either direction', async () => {
    const { facts, load } = held({ deployments })
    const sorted = async (descending: boolean) =>
      ids(await deploymentList(facts, WEEK, { ...byFinish, sort: 'recovery', show: 'failed', descending }, load))
    expect(await sorted(true)).toEqual(['bad', 'open'])
    expect(await sorted(false)).toEqual(['bad', 'open'])
  })
})

describe('the list of incidents', () => {
  const incidents = [
    incident('before', 'Mon-1w 09:00', 'Mon-1w 10:00'),
    incident('long', 'Mon-1w 09:00', 'Tue 10:00'),
    incident('short', 'Wed 09:00', 'Wed 10:00'),
    incident('open', 'Thu 09:00'),
    incident('after', 'Mon+1w 09:00'),
  ]

  it('holds what was open or resolved in the window', async () => {
    const { facts, load } = held({ incidents })
    const list = await incidentList(facts, WEEK, byStart, load)
    expect(ids(list)).toEqual(['open', 'short', 'long'])
    expect(list.counts).toEqual({ all: 3, open: 1, unlinked: 3 })
    const byLength = await incidentList(facts, WEEK, { ...byStart, sort: 'lasted' }, load)
    expect(ids(byLength)).toEqual(['long', 'short', 'open'])
  })
})

describe('the list of what waits', () => {
  const waiting = [
    undelivered('pr:7', 'Mon 09:00', 'Tue 09:00'),
    undelivered('pr:8', 'Tue 09:00', 'Wed 09:00', { mergedAt: null, closedAt: null, reachedAt: null }),
    delivered('pr:9', 'Mon 09:00', 'Tue 09:00'),
  ]

  it('has the oldest first, merged and open apart', async () => {
    const { facts, load } = held({ changes: waiting })
    const list = await waitingList(facts, WEEK, byAge, load)
    expect(list.rows.map(({ id, state }) => [id, state])).toEqual([
      ['pr:7', 'merged'],
      ['pr:8', 'open'],
    ])
    expect(list.counts).toEqual({ all: 2, open: 1, merged: 1 })
    expect(ids(await waitingList(facts, WEEK, { ...byAge, descending: false }, load))).toEqual(['pr:8', 'pr:7'])
  })

  it('is as of now where the window is not over', async () => {
    const { facts, load } = held({ changes: waiting })
    const window = windowOf('Mon 00:00', 'Mon+1w 00:00', { now: 'Tue 12:00' })
    expect(ids(await waitingList(facts, window, byAge, load))).toEqual(['pr:7', 'pr:8'])
  })
})

it('the tabs count what their lists hold', async () => {
  const { facts } = held({
    changes,
    deployments: [deployment('d1', 'Tue 09:00'), deployment('d2', 'Mon+1w 09:00')],
    incidents: [incident('open', 'Thu 09:00')],
  })
  expect(tabCounts(facts, WEEK, 3)).toEqual({ changes: 4, deployments: 1, incidents: 1, waiting: 3 })
})
