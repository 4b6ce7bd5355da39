// Reads from the URL what the wall view is asked to show, and writes it again. Nothing is clamped: what cannot be shown is said.
import { readWindow, type WindowChoice, windowAsked, windowQuery } from './page-window'

/** Seconds that a service stays on the wall. */
export const EVERY = { usual: 20, least: 5, most: 300 }

export type WallAsked = {
  choice: WindowChoice
  /** Seconds. */
  every: number
  team: string | null
  /** Slugs or names, in the order in which they are to come; null: all of the team, or of everybody. */
  services: string[] | null
  /** Slug of the one that is shown; null: the first. */
  service: string | null
  paused: boolean
}
export type ReadWall = { ok: true; asked: WallAsked } | { ok: false; message: string }

type Asked = (name: string) => string | undefined

export function readWall(asked: Asked): ReadWall {
  const window = readWindow(windowAsked(asked))
  if (!window.ok) return window
  const text = asked('every') ?? String(EVERY.usual)
  const every = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (!(every >= EVERY.least && every <= EVERY.most)) {
    return no(`A service stays for ${EVERY.least} to ${EVERY.most} seconds, as a whole number: every=${EVERY.usual}.`)
  }
  const [team, list] = [asked('team') ?? null, asked('services')]
  if (team !== null && list !== undefined) return no('Choose either a team or a list of services, not both.')
  const services = list?.split(',').flatMap((name) => name.trim() || []) ?? null
  if (services?.length === 0) return no('The list of services is empty. Write their names with commas between them.')
  return {
    ok: true,
    asked: {
      choice: window.choice,
      every,
      team,
      services: services && [...new Set(services)],
      service: asked('service') ?? null,
      paused: asked('paused') === '1',
    },
  }
}

/** The query string, without `?`, of the same wall at another service; whether it is paused is left to who asks. */
export function wallQuery(asked: WallAsked, service: string | null): string {
  const query = new URLSearchParams(windowQuery(asked.choice))
  if (asked.team !== null) query.set('team', asked.team)
  if (asked.services !== null) query.set('services', asked.services.join(','))
  if (asked.every !== EVERY.usual) query.set('every', String(asked.every))
  if (service !== null) query.set('service', service)
  return query.toString()
}

function no(message: string): ReadWall {
  return { ok: false, message }
}
