// The pack of a retro: everything that a team looks at, as one plain object that is kept as it was when the retro was opened.
import { PROFILE } from '../metrics/contract'
import { loadAnnotations } from '../store/annotations'
import { loadFacts } from '../store/measured'
import type { DecidedAction } from '../store/retro-board'
import type { ServiceSummary } from '../store/services'
import { dayStart, parseDay } from '../time'
import type { AgreementReading } from './agreements'
import { loadAgreements } from './agreements-load'
import { type Outcome, outcomeOf } from './expectation-outcome'
import { type Measurement, measureService } from './measure'
import type { Sample } from './metric-points'
import { openActions } from './open-actions'
import { qualityNotes } from './quality-words'
import { limitDays, type RetroDays } from './retro-days'
import {
  type Delivered,
  loadDelivered,
  loadStillWaiting,
  loadWaits,
  type RetroWait,
  type StillWaiting,
} from './retro-delivered'
import { loadFailures, type RetroFailures } from './retro-failures'
import { type RetroFigure, retroFigures } from './retro-figures'
import { samplesOf } from './retro-measure'
import { loadRetroPipelines, type RetroPipelines } from './retro-pipelines'

/** Another one with every change of shape that an older pack cannot be read by. */
const VERSION = 1

export type RetroService = { name: string; slug: string; from: number; to: number; timeZone: string }
export type LastAction = Pick<
  DecidedAction,
  'id' | 'retro' | 'from' | 'to' | 'text' | 'ownerRole' | 'due' | 'measure' | 'side' | 'value' | 'weeks'
> & { outcome: Outcome | null }
export type RetroCaveat = { service: string; slug: string; code: string; count: number; words: string }
export type RetroAnnotation = {
  at: number
  until: number | null
  kind: string | null
  text: string
  about: string | null
}

export type RetroPack = RetroDays & {
  version: typeof VERSION
  profile: { name: string; version: number }
  team: string
  /** When it was made. */
  madeAt: number
  /** In which its instants are shown: the services', where they share one, else UTC. */
  zone: string
  /** Whether the days were over. */
  isOver: boolean
  services: RetroService[]
  lastActions: LastAction[]
  delivered: Delivered
  figures: RetroFigure[]
  /** `sg metrics --json` of each service in these days. */
  measurements: Measurement[]
  waits: RetroWait[]
  waiting: StillWaiting
  failures: RetroFailures
  pipelines: RetroPipelines[]
  agreements: AgreementReading[]
  annotations: RetroAnnotation[]
  caveats: RetroCaveat[]
}

/** Actions whose verdict an earlier retro has told for good are not told again. */
export async function loadPack(
  team: { name: string; services: ServiceSummary[] },
  days: RetroDays,
  now: number,
): Promise<RetroPack> {
  const zone = sharedZone(team.services)
  const decided = await openActions(team.name, days.to)
  const facts = await loadFacts(team.services, earliestOf([limitDays(days), ...decided]), 'details')
  const members = team.services.flatMap(({ name }) => {
    const known = facts.get(name)
    return known ? [known] : []
  })
  const samples = samplesOf(members, days, now)
  const [delivered, waits, waiting, failures, pipelines, agreements, annotations] = await Promise.all([
    loadDelivered(samples),
    loadWaits(samples),
    loadStillWaiting(samples),
    loadFailures(samples),
    loadRetroPipelines(samples),
    loadAgreements(team.name, samples),
    annotationsOf(team, samples),
  ])
  return {
    version: VERSION,
    profile: { ...PROFILE },
    team: team.name,
    ...days,
    madeAt: now,
    zone,
    isOver: samples.every(({ window }) => window.to <= now),
    services: samples.map(({ facts: { service }, window: { from, to, timeZone } }) => {
      return { name: service.name, slug: service.slug, from, to, timeZone }
    }),
    lastActions: decided.map(({ closedAt, ...action }): LastAction => {
      return { ...action, outcome: outcomeOf({ ...action, closedAt }, members, zone, now) }
    }),
    delivered,
    figures: retroFigures(members, days, now),
    measurements: samples.map(({ facts: one, window: { from, to } }) => measureService(one, { from, to, now })),
    waits,
    waiting,
    failures,
    pipelines,
    agreements,
    annotations,
    caveats: samples.flatMap(({ facts: one, window }) =>
      qualityNotes(one, window).map(({ code, count, words }): RetroCaveat => {
        return { service: one.service.name, slug: one.service.slug, code, count, words }
      }),
    ),
  }
}

/** The pack of a stored retro; null where it is of another shape. */
export function readPack(stored: unknown): RetroPack | null {
  const isPack = typeof stored === 'object' && stored !== null && 'version' in stored && stored.version === VERSION
  return isPack ? (stored as RetroPack) : null // sound: `loadPack` made it
}

export function sharedZone(services: readonly Pick<ServiceSummary, 'timeZone'>[]): string {
  const zones = new Set(services.map(({ timeZone }) => timeZone))
  return zones.size === 1 ? ([...zones][0] ?? 'UTC') : 'UTC'
}

/** A day before any zone has reached the earliest of these days. */
function earliestOf(all: readonly RetroDays[]): number {
  return Math.min(...all.map(({ from }) => dayStart((parseDay(from) ?? 0) - 1, 'UTC')))
}

async function annotationsOf({ name, services }: { name: string; services: ServiceSummary[] }, samples: Sample[]) {
  if (samples.length === 0) return []
  const from = Math.min(...samples.map(({ window }) => window.from))
  const to = Math.max(...samples.map(({ window }) => window.to))
  const found = await loadAnnotations({ services: services.map((one) => one.name), teams: [name] }, { from, to })
  return found.map(({ at, until, kind, text, service, team }): RetroAnnotation => {
    return { at, until, kind, text, about: service ?? team }
  })
}
