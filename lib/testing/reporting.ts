// What tests of reports have in common: a database, a mail server on loopback, and a worker's eyes at a moment that the test sets.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { Reports } from '../../jobs/reports'
import { query } from '../db'
import { createLog } from '../log'
import { listSendings } from '../store/report-sendings'
import { type SubscriptionSettings, saveSubscription } from '../store/report-subscriptions'
import { useTestDatabase } from './database'
import { MailServer } from './mail-server'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
/** When subscriptions are made, a Wednesday. */
export const MADE = Date.parse('2026-03-04T12:00:00Z')
/** The Monday after it at nine in Berlin. */
export const DUE = Date.parse('2026-03-09T08:00:00Z')

export const weekly: SubscriptionSettings = {
  name: 'Everything weekly',
  scope: { kind: 'organisation' },
  rhythm: { every: 'week', day: 1, hour: 9 },
  timeZone: 'Europe/Berlin',
  channel: { kind: 'email' },
  waitHours: 12,
  paused: false,
}

export class Reporting {
  home = ''
  now = MADE
  mails = new MailServer()

  constructor(readonly databaseUrl: () => string) {}

  worker(fields = {}): Reports {
    const env = {
      mail: { server: this.mails.address(), from: { name: 'Streamgauge', address: 'reports@example.org' } },
      url: 'https://gauge.example.org',
      home: this.home,
      allowPrivateAddresses: true,
      ...fields,
    }
    return new Reports({ env, signal: new AbortController().signal, log: createLog(), clock: () => new Date(this.now) })
  }

  /** Looks at this moment, as a worker would, and waits for what it sends. */
  async look(at: number, reports = this.worker()): Promise<void> {
    this.now = at
    await reports.look()
    await reports.idle()
  }

  async subscribe(recipients = ['ada@example.org'], settings: Partial<SubscriptionSettings> = {}): Promise<string> {
    const saved = await saveSubscription({ ...weekly, ...settings }, { recipients }, new Date(MADE))
    if (typeof saved === 'string') throw new Error(saved)
    return saved.id
  }

  /** "ada@example.org sent", sorted. */
  async all(): Promise<string[]> {
    return (await listSendings({ limit: 20 })).map(({ recipient, state }) => `${recipient} ${state}`).sort()
  }

  async only() {
    return (await listSendings({ limit: 1 }))[0]
  }
}

/** Gives the surrounding file all of it; each test begins without subscriptions. */
export function useReporting(): Reporting {
  const database = useTestDatabase()
  const reporting = new Reporting(() => database.url())
  beforeAll(() => {
    reporting.home = mkdtempSync(join(tmpdir(), 'streamgauge-reports-'))
  })
  afterAll(() => rmSync(reporting.home, { recursive: true, force: true }))
  beforeEach(async () => {
    reporting.now = MADE
    reporting.mails = await new MailServer().listen()
  })
  afterEach(async () => {
    await reporting.mails.close()
    await query('truncate report_subscriptions, report_recipients, report_sendings, sent_reports')
    await query('delete from connections')
  })
  return reporting
}
