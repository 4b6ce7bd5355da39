// The story holds in the figures that a reader of the pages sees.
import { beforeAll, describe, expect, test } from 'vitest'
import { deriveStale } from '../../lib/insights/derive-stale'
import { type Measurement, measureService } from '../../lib/insights/measure'
import { ingest } from '../../lib/store/ingest'
import { loadServiceFacts } from '../../lib/store/measured'
import { useTestDatabase } from '../../lib/testing/database'
import { demoRecords } from './index'

const WEEK = 7 * 86_400_000
const people = { key: 'a key for the demo of this test', bots: [] }

// In May the bad month lies in the release freeze of December, in November far from it.
describe.each(['2026-11-21', '2026-05-06'])('the demo of %s', (day) => {
  useTestDatabase()
  const now = Date.parse(`${day}T12:00:00Z`)

  /** Weeks before now, the first inclusive. */
  async function measure(service: string, from: number, to: number): Promise<Measurement> {
    const facts = await loadServiceFacts(service)
    if (!facts) throw new Error(`There is no service named ${service}.`)
    return measureService(facts, { from: now - from * WEEK, to: now - to * WEEK, now })
  }

  const share = ({ stages }: Measurement, ...names: string[]) =>
    stages.filter(({ name }) => names.includes(name)).reduce((sum, stage) => sum + (stage.share ?? 0), 0)
  const numberOf = (value: number | null) => value ?? Number.NaN

  beforeAll(async () => {
    await ingest([...demoRecords(now)], { now: new Date(now), people })
    expect((await deriveStale(undefined, now)).failed).toEqual([])
  }, 180_000)

  test('shop goes from monthly releases to daily ones', async () => {
    const [before, after] = [await measure('shop', 78, 54), await measure('shop', 12, 0)]
    const perWeek = ({ deploymentFrequency }: Measurement) => numberOf(deploymentFrequency.perDay) * 7
    expect(perWeek(before)).toBeLessThan(0.6)
    expect(perWeek(after)).toBeGreaterThan(8 * perWeek(before))
    expect(numberOf(after.leadTime.median)).toBeLessThan(numberOf(before.leadTime.median) / 8)
    expect(numberOf(before.changeFailureRate.value)).toBeGreaterThan(0.2)
    expect(numberOf(after.changeFailureRate.value)).toBeLessThan(0.1)
    const batch = ({ leadTime, deploymentFrequency }: Measurement) => leadTime.n / deploymentFrequency.count
    expect(batch(after)).toBeLessThan(batch(before) / 5)
  })

  test('changes of gateway wait for review, longer and longer, until the working agreement', async () => {
    const [early, late, since] = [
      await measure('gateway', 78, 40),
      await measure('gateway', 20, 8),
      await measure('gateway', 3, 0),
    ]
    expect(share(late, 'pickup', 'review')).toBeGreaterThan(0.5)
    expect(numberOf(late.leadTime.median)).toBeGreaterThan(numberOf(early.leadTime.median))
    expect(numberOf(since.leadTime.median)).toBeLessThan(numberOf(late.leadTime.median) / 2)
    expect(share(await measure('accounts', 26, 0), 'pickup', 'review')).toBeLessThan(0.5)
  })

  test('checkout has one bad month, and breaks its objective in it', async () => {
    const bad = await measure('checkout', 21, 16)
    expect(numberOf(bad.changeFailureRate.value)).toBeGreaterThan(0.25)
    expect(numberOf(bad.timeToRestore.mean) * bad.timeToRestore.n).toBeGreaterThan(0.001 * 5 * 7 * 86_400)
    for (const [from, to] of [
      [78, 65],
      [65, 52],
      [52, 39],
      [39, 26],
      [13, 0],
    ] as const) {
      expect(numberOf((await measure('checkout', from, to)).changeFailureRate.value)).toBeLessThan(0.15)
    }
  })

  test('the others fail now and then, and ledger is quiet', async () => {
    for (const service of ['accounts', 'gateway', 'reports']) {
      const { changeFailureRate, flowEfficiency } = await measure(service, 78, 0)
      expect(numberOf(changeFailureRate.value)).toBeGreaterThan(0)
      expect(numberOf(changeFailureRate.value)).toBeLessThan(0.15)
      expect(numberOf(flowEfficiency.value)).toBeGreaterThan(0.1)
      expect(numberOf(flowEfficiency.value)).toBeLessThan(0.3)
    }
    const { deploymentFrequency, leadTime, working } = await measure('ledger', 12, 0)
    expect(deploymentFrequency.count).toBeGreaterThan(1)
    expect(deploymentFrequency.count).toBeLessThan(8)
    expect(leadTime.n).toBeLessThan(20)
    expect(working).toBeDefined()
  })

  test('is honest about what could not be read', async () => {
    expect((await measure('shop', 12, 0)).quality).toMatchObject({ unknown_sha: 1, unlinked_incident: 1 })
    expect((await measure('checkout', 12, 0)).quality).toMatchObject({ missing_finish: 1 })
    expect((await measure('gateway', 12, 0)).quality).toMatchObject({ unknown_paths: 1 })
    expect((await measure('shop', 78, 26)).quality.aggregate).toBeGreaterThan(0)
    for (const service of ['shop', 'checkout', 'accounts', 'gateway', 'reports', 'ledger'])
      expect((await measure(service, 78, 0)).quality.clock).toBe(0)
  })
})
