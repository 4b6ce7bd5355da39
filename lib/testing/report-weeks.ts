// Weeks of every kind as a report is made of them: the story's week, Monday 2026-03-02 to Sunday, seen two weeks later.

import type { AgreementReading } from '../insights/agreements'
import { type ReportMember, reportAmount, reportFigures, windowsOf } from '../insights/report/figures'
import type { ReportFailure, ReportMaterial } from '../insights/report/material'
import type { ReportAction, ReportPractices } from '../insights/report/practices'
import type { Reading } from '../insights/retro-measure'
import { PROFILE } from '../metrics/contract'
import { METRICS } from '../metrics/registry'
import { weekPeriod } from '../period'
import { parseIsoWeek } from '../time'
import { delivered, deployment, type FactRows, factsWith, failure } from './facts'
import { at } from './scenario'

const MONDAY = parseIsoWeek('2026-W10') ?? 0
const STORY_WEEK = weekPeriod(MONDAY)
const NOW = at('Mon+2w 00:00')
const HOUR = 3_600_000

export const NOTHING_AGREED: ReportPractices = { actions: [], agreements: null, teamActions: [], teamAgreements: [] }

/** An action whose weeks go on: "pickup, median at most 4 h within 3 weeks", so far 5 h. */
export function openAction(fields: Partial<ReportAction> = {}): ReportAction {
  const reading = (hours: number, n: number): Reading => {
    return { value: hours * 3600, n, part: null, interval: null, few: n < 5 ? Array(n).fill(hours * 3600) : null }
  }
  return {
    text: 'Review within the morning',
    measure: 'stage:pickup',
    side: 'at-most',
    value: 4 * 3600,
    weeks: 3,
    from: '2026-02-16',
    to: '2026-03-02',
    course: 'off',
    outcome: {
      unit: 'seconds',
      counts: ['change', 'changes'],
      before: reading(8, 30),
      after: reading(5, 12),
      days: { from: '2026-03-03', to: '2026-03-24' },
      elapsedDays: 6,
      difference: null,
      verdict: 'running',
      sure: false,
      wasSo: false,
    },
    ...fields,
  }
}

/** Review within 8 working hours: kept by 3 of 5 changes of this service. */
export function keptReviews(service: string): AgreementReading {
  const held = (what: string, value: number) => ({ at: at('Tue 14:20'), value, service, what })
  return {
    id: 'first-review',
    limit: 8,
    n: 5,
    kept: 3,
    weeks: [],
    exceptions: [held('pr:12', 30), held('pr:14', 9)],
  }
}

/** Material of these services; what takes a database is given by hand. */
export function materialOf(services: FactRows[], fields: Partial<ReportMaterial> = {}): ReportMaterial {
  const members = services.map((rows): ReportMember => {
    const facts = factsWith(rows)
    return { facts, windows: windowsOf(facts, STORY_WEEK, NOW) }
  })
  return {
    scope: { kind: 'team', name: 'Storefront' },
    period: { kind: 'week', key: '2026-W10', from: '2026-03-02', to: '2026-03-09' },
    from: at('Mon 00:00'),
    to: at('Mon+1w 00:00'),
    zones: ['UTC'],
    madeAt: NOW,
    profile: PROFILE,
    figures: reportFigures(members),
    services: members.map(({ facts, windows }) => {
      const sample = [{ facts, window: windows.period }]
      return {
        name: facts.service.name,
        leadTime: reportAmount(METRICS['lead-time'], sample),
        deployments: reportAmount(METRICS['deployment-frequency'], sample),
        failed: reportAmount(METRICS['change-failure-rate'], sample),
      }
    }),
    undeployed: [],
    longestWait: null,
    failures: [],
    largestBatch: null,
    stuck: { count: 0, waiting: 0, line: 85, oldest: [] },
    doubts: [],
    sources: [],
    practices: NOTHING_AGREED,
    ...fields,
  }
}

/** In each of the 13 weeks up to the story's so many changes of as many hours, each with a deployment of its own. */
export function steadyWeeks(count: number, hours: (week: number) => number): FactRows {
  const rows: Required<Pick<FactRows, 'deployments' | 'changes'>> = { deployments: [], changes: [] }
  for (let week = -12; week <= 0; week += 1) {
    for (let one = 0; one < count; one += 1) {
      const end = at('Mon 08:00') + week * 7 * 24 * HOUR + one * 11 * HOUR
      const id = `${week + 12}-${one}`
      rows.deployments.push(deployment(`d${id}`, end, { changes: 1 }))
      rows.changes.push(
        delivered(`pr:${id}`, end - hours(week) * HOUR, end, {
          deployment: `d${id}`,
          hours: { coding: 2, pickup: 1, review: 1 },
        }),
      )
    }
  }
  return rows
}

export function failed(fields: Partial<ReportFailure> = {}): ReportFailure {
  return {
    service: 'shop',
    deployment: 'v1.2.3',
    finishedAt: at('Tue 14:20'),
    zone: 'UTC',
    isAttempt: false,
    reasons: ['an incident names it as its cause'],
    recoveredAt: at('Tue 15:00'),
    recoverySeconds: 2400,
    ...fields,
  }
}

const change = (title: string, service = 'shop') => ({ service, label: '#12', title })

/** Everything that can go wrong in one week. */
function terrible(): ReportMaterial {
  const rows = steadyWeeks(6, (week) => (week === 0 ? 400 : 20))
  const bad = Array.from({ length: 9 }, (_, one) =>
    failure(`bad${one}`, `Wed 0${one}:00`, one < 4 ? `Wed 0${one}:30` : null),
  )
  return materialOf([{ ...rows, deployments: [...(rows.deployments ?? []), ...bad] }], {
    failures: bad.map(({ id, finishedAt, recoveredAt }) =>
      failed({
        deployment: id,
        finishedAt,
        recoveredAt,
        recoverySeconds: recoveredAt === null ? null : 1800,
      }),
    ),
    longestWait: { ...change('Rewrite everything at once'), stage: 'pickup', seconds: 40 * 86_400 },
    largestBatch: { service: 'shop', deployment: 'v2.0.0', changes: 240, lines: 98_765 },
    stuck: {
      count: 31,
      waiting: 32,
      line: 85,
      oldest: [{ ...change('Delete the old checkout'), state: 'delivery', ageSeconds: 9e6, staySeconds: 8e6 }],
    },
    doubts: [{ count: 1234, words: 'commits without their lists of changed files', affects: 'Lead time is too low.' }],
    undeployed: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
    sources: [
      { name: 'acme-github', kind: 'github', paused: false, knownUntil: at('Wed 09:00'), problem: 'HTTP 503.' },
      { name: 'jenkins', kind: 'jenkins', paused: true, knownUntil: null, problem: null },
    ],
    practices: {
      ...NOTHING_AGREED,
      actions: Array.from({ length: 12 }, (_, one) => openAction({ text: `Promise ${one + 1}` })),
      agreements: { zone: 'UTC', readings: [keptReviews('shop')] },
    },
  })
}

/** A week with names and titles of one kind everywhere. */
function called(name: string, title: string): ReportMaterial {
  const rows = steadyWeeks(6, () => 20)
  const services = ['', ' 2'].map((end) => ({ ...rows, service: { name: `${name}${end}` } }))
  return materialOf(services, {
    scope: { kind: 'team', name },
    longestWait: { ...change(title, name), stage: 'merge', seconds: 90_000 },
    failures: [failed({ service: name, deployment: title })],
    largestBatch: { service: name, deployment: title, changes: 3, lines: null },
    stuck: {
      count: 1,
      waiting: 4,
      line: 85,
      oldest: [{ ...change(title, name), state: 'pickup', ageSeconds: 1e6, staySeconds: 1e6 }],
    },
    undeployed: [name],
    sources: [{ name, kind: 'github', paused: false, knownUntil: null, problem: title }],
    practices: {
      ...NOTHING_AGREED,
      actions: [openAction({ text: title })],
      agreements: { zone: 'UTC', readings: [keptReviews(name)] },
    },
  })
}

/** As much as there can be of everything, each as long as it can be. */
function everything(): ReportMaterial {
  const [name, title] = ['Überprüfungs-&-Zahlungs<dienst> '.repeat(9), '"Quoted" & <escaped> '.repeat(40)]
  const one = called(name, title)
  const rows = terrible()
  const services = Array.from({ length: 60 }, (_, at) => ({ ...rows.services[0], name: `${at} ${name}` }))
  return {
    ...rows,
    scope: { kind: 'team', name },
    zones: ['America/Argentina/ComodRivadavia', 'UTC'],
    services: services as ReportMaterial['services'], // sound: the terrible week has a service
    longestWait: one.longestWait,
    largestBatch: one.largestBatch,
    failures: Array.from({ length: 90 }, () =>
      failed({ service: name, deployment: title, reasons: Array.from({ length: 4 }, () => title.slice(0, 40)) }),
    ),
    stuck: { ...one.stuck, oldest: Array.from({ length: 3 }, () => one.stuck.oldest).flat() },
    undeployed: Array.from({ length: 90 }, () => name),
    doubts: Array.from({ length: 30 }, () => ({
      count: 9_999_999,
      words: title.slice(0, 120),
      affects: title.slice(0, 120),
    })),
    sources: Array.from({ length: 90 }, () => one.sources).flat(),
    practices: {
      ...NOTHING_AGREED,
      actions: Array.from({ length: 20 }, () => openAction({ text: title })),
      agreements: { zone: 'UTC', readings: Array.from({ length: 5 }, () => keptReviews(name)) },
    },
  }
}

export const HOSTILE = '</title><script>alert(1)</script>\r\nBcc: all@example.org\u2028\u202e "&amp; <b>'

/** Every kind of week, by its name. */
export const REPORT_WEEKS: Record<string, () => ReportMaterial> = {
  'no service': () => materialOf([], { scope: { kind: 'organisation' }, zones: [] }),
  'no data': () => materialOf([{}], { undeployed: ['shop'] }),
  'one change': () =>
    materialOf([
      {
        deployments: [
          deployment('d0', 'Mon-2w 10:00', { baseline: true }),
          deployment('d1', 'Tue 10:00', { changes: 1 }),
        ],
        changes: [delivered('pr:1', 'Mon 10:00', 'Tue 10:00')],
      },
    ]),
  quiet: () => materialOf([{ deployments: [deployment('d0', 'Mon-2w 10:00')] }]),
  steady: () => materialOf([steadyWeeks(6, () => 20)]),
  terrible,
  'long names': () => called('Checkout and everything around it '.repeat(20), 'Supercalifragilistic'.repeat(40)),
  'right to left': () => called('צוות הקופה', 'تحسين صفحة الدفع 🚚 לקופה'),
  emoji: () => called('🛒 Checkout 👩‍👩‍👧‍👦', '🔥'.repeat(200)),
  hostile: () => called(HOSTILE, HOSTILE),
  'everything at once': everything,
}
