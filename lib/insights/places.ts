// Everything a reader can go to, and which of it a few typed letters mean.
import { METRICS } from '../metrics/registry'
import { withQuery } from './page-window'

export type Place = { kind: 'page' | 'metric' | 'team' | 'service'; name: string; href: string; note: string | null }

type Listed = { name: string; slug: string; team: string | null; repository: string }

export function metricPlaces(): Place[] {
  return Object.values(METRICS).map(({ id, title }) => ({
    kind: 'metric',
    name: SHORT[id] ?? title,
    href: `/metrics/${id}`,
    note: null,
  }))
}

/** Where the whole title is longer than a list has room for. */
const SHORT: Record<string, string> = {
  'lead-time': 'Lead time',
  'recovery-time': 'Recovery time',
  'rework-rate': 'Rework rate',
}

/** `window`: the query string of the window that is kept on the way. */
export function placesOf(services: Listed[], window = ''): Place[] {
  const teams = new Map<string, number>()
  for (const { team } of services) if (team !== null) teams.set(team, (teams.get(team) ?? 0) + 1)
  const places: Place[] = [
    { kind: 'page', name: 'Overview', href: '/', note: null },
    { kind: 'page', name: 'Data quality', href: '/quality', note: null },
    { kind: 'page', name: 'Reports', href: '/reports', note: null },
    { kind: 'page', name: 'Weekly report', href: '/reports/preview', note: null },
    { kind: 'page', name: 'Annotations', href: '/annotations', note: null },
    { kind: 'page', name: 'Wall', href: '/wall', note: null },
    { kind: 'page', name: 'Sources', href: '/sources', note: null },
    ...metricPlaces(),
    ...[...teams].map(
      ([name, count]): Place => ({
        kind: 'team',
        name,
        href: `/?${new URLSearchParams({ team: name })}`,
        note: count === 1 ? '1 service' : `${count} services`,
      }),
    ),
    ...services.map(
      ({ name, slug, team, repository }): Place => ({
        kind: 'service',
        name,
        href: `/services/${encodeURIComponent(slug)}`,
        note: team ?? (repository === name ? null : repository),
      }),
    ),
    ...[...teams.keys()].flatMap((name): Place[] => [
      {
        kind: 'page',
        name: `Value stream of ${name}`,
        href: `/teams/${encodeURIComponent(name)}/stream`,
        note: null,
      },
      { kind: 'page', name: `Flow of ${name}`, href: `/teams/${encodeURIComponent(name)}/flow`, note: null },
      { kind: 'page', name: `Retros of ${name}`, href: `/teams/${encodeURIComponent(name)}/retros`, note: null },
      {
        kind: 'page',
        name: `Working agreements of ${name}`,
        href: `/teams/${encodeURIComponent(name)}/agreements`,
        note: null,
      },
    ]),
  ]
  return places.map((place) => (place.href === '/sources' ? place : { ...place, href: withQuery(place.href, window) }))
}

export type Found = { places: Place[]; total: number }

/**
 * The places whose name holds the text, the best first: the whole name, its beginning, the beginning of a word, anywhere;
 * then shorter names. Without text, the pages and what comes first by name.
 */
export function findPlaces(places: Place[], text: string, limit: number): Found {
  const wanted = folded(text.trim())
  const hits: { place: Place; rank: number; at: number }[] = []
  for (const [at, place] of places.entries()) {
    const rank = wanted === '' ? 0 : rankOf(folded(place.name), wanted)
    if (rank !== null) hits.push({ place, rank, at })
  }
  if (wanted !== '') hits.sort((a, b) => a.rank - b.rank || a.place.name.length - b.place.name.length || a.at - b.at)
  return { places: hits.slice(0, limit).map(({ place }) => place), total: hits.length }
}

function rankOf(name: string, wanted: string): number | null {
  const at = name.indexOf(wanted)
  if (at < 0) return null
  if (at === 0) return name.length === wanted.length ? 0 : 1
  for (let next = at; next >= 0; next = name.indexOf(wanted, next + 1)) {
    if (!/[\p{L}\p{N}]/u.test(name[next - 1] ?? '')) return 2
  }
  return 3
}

/** Letters without case and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('en')
}
