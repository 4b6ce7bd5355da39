// What need not be computed twice: a metric of one window within a page, and as long as the facts stay where no clock bears on it.
import type { ServiceFacts } from '../facts/service'
import type { ChangeTable } from '../facts/tables'
import { type AnyMetric, type Window, wallSeconds } from '../metrics/contract'
import { METRICS, type Registry } from '../metrics/registry'

const DAY_MS = 86_400_000
/** How many windows of a service are remembered; the oldest goes first. */
const MOST = 64

/** These say the same at every moment: what happened in a window is all they ask. */
export const CLOCKLESS: readonly string[] = ['lead-time', 'flow-efficiency']

/** A window that no clock changes any more: nothing in it is provisional, and it is over. */
function isOver({ to, now }: Window): boolean {
  return to <= now - DAY_MS
}

// By the table, which is another object as soon as any fact or setting of its service differs.
const ended = new WeakMap<ChangeTable, Map<string, unknown>>()

/** The metrics, each of which computes a window of these facts once on each of the service's two clocks. */
export function rememberingMetrics(facts: ServiceFacts, registry: Registry = METRICS): Registry {
  const { changes, service } = facts
  const hours = `${JSON.stringify(service.calendar)} ${service.timeZone}`
  const kept = ended.get(changes) ?? new Map<string, unknown>()
  ended.set(changes, kept)
  const own = new Map<string, unknown>()
  function once<Made>(of: Map<string, unknown>, key: string, make: () => Made): Made {
    if (of.has(key)) return of.get(key) as Made // sound: a key belongs to one metric and one of its functions
    const made = make()
    of.set(key, made)
    const [oldest] = of.keys()
    if (of.size > MOST && oldest !== undefined) of.delete(oldest)
    return made
  }
  const keyOf = ({ from, to, unit, bots, bandYear, seconds }: Window) =>
    `${from} ${to} ${unit} ${bots} ${bandYear} ${seconds === wallSeconds ? 'elapsed' : `working ${hours}`}`
  return Object.fromEntries(
    Object.entries(registry).map(([id, metric]): [string, AnyMetric] => [
      id,
      {
        ...metric,
        compute: (given, window) => {
          const stays = isOver(window) || CLOCKLESS.includes(id)
          const key = `${id} ${keyOf(window)} ${stays ? '' : window.now}`
          return once(stays ? kept : own, key, () => metric.compute(given, window))
        },
        rows: (given, window) =>
          once(own, `${id} rows ${keyOf(window)} ${window.now}`, () => metric.rows(given, window)),
      },
    ]),
  )
}

/** For how long a page's ages and “younger than a day” may be those of a moment ago. */
export const PATIENCE_MS = 60_000

type Pages = { now: number; pages: Map<string, unknown> }
const pagesOf = new WeakMap<object, Pages>()

/** What `make` says of these facts at most a minute ago, if it was asked the same then. New facts are looked at at once. */
export function rememberedPage<Page>(
  { changes }: ServiceFacts,
  asked: string,
  now: number,
  make: (now: number) => Page,
): Page {
  return rememberedOf(changes, asked, now, make)
}

/** The same of anything that is another object as soon as any of its facts differs; of `most` different questions. */
export function rememberedOf<Page>(
  of: object,
  asked: string,
  now: number,
  make: (now: number) => Page,
  most = MOST,
): Page {
  let known = pagesOf.get(of)
  if (!known || now - known.now >= PATIENCE_MS || now < known.now) {
    known = { now, pages: new Map() }
    pagesOf.set(of, known)
  }
  const found = known.pages.get(asked)
  if (found) return found as Page // sound: one kind of page is remembered by what was asked
  const page = make(known.now)
  if (known.pages.size < most) known.pages.set(asked, page)
  return page
}
