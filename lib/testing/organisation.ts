// Small, random and nasty organisations as lists of valid records, and questions about them.
import fc from 'fast-check'
import type { RecordInput, SourceRecord } from '../records/record'
import type { Question } from './naive/picture'
import {
  correctionDraft,
  DAY,
  deploymentDraft,
  HOUR,
  incidentDraft,
  repositoryDraft,
  START,
  serviceDraft,
  slot,
} from './organisation-drafts'
import { instant, moment, repositoryRecords } from './organisation-repository'
import { record, sha } from './scenario'

const organisationDraft = fc.record({
  shop: repositoryDraft(25, 10),
  till: repositoryDraft(6, 2),
  services: fc.constantFrom(1, 1, 1, 2, 2, 2, 2, 0),
  together: fc.boolean(),
  first: serviceDraft,
  second: serviceDraft,
  deployments: fc.array(deploymentDraft, { minLength: 3, maxLength: 14, size: 'max' }),
  incidents: fc.array(incidentDraft, { maxLength: 4, size: 'max' }),
  corrections: fc.array(correctionDraft, { maxLength: 5, size: 'max' }),
})
type Draft = typeof organisationDraft extends fc.Arbitrary<infer Made> ? Made : never

function organisationRecords(draft: Draft): SourceRecord[] {
  const shop = repositoryRecords('shop', draft.shop)
  const till = repositoryRecords('till', draft.till)
  const inputs: RecordInput[] = [...shop.inputs, ...till.inputs]
  const services = ['shop', 'till'].slice(0, draft.services)
  const isOneRepository = draft.together || draft.services < 2
  if (draft.services > 0) inputs.push({ type: 'service', name: 'shop', repository: 'acme/shop', ...draft.first })
  if (draft.services > 1) {
    inputs.push({
      type: 'service',
      name: 'till',
      repository: isOneRepository ? 'acme/shop' : 'acme/till',
      ...draft.second,
    })
  }
  const finishes: number[] = []
  for (const [number, one] of draft.deployments.entries()) {
    const isTill = one.target === 'till' && !isOneRepository
    const [name, { times }] = isTill ? ['till', till] : ['shop', shop]
    const commit = Math.min(Math.max(number * 2 + one.ahead, 0), times.length - 1)
    const finished = (times[commit] ?? START) + one.after
    finishes.push(finished)
    const service = services.find((each) => each === one.target)
    inputs.push({
      type: 'deployment',
      id: `d${number}`,
      ...(service === undefined ? { repository: 'acme/shop' } : { service }),
      environment: one.environment,
      production: one.production,
      ref: one.ref,
      sha: sha(one.unknown ? `lost-${commit % 2}` : `${name}-${commit}`),
      startedAt: one.took === undefined ? undefined : moment(finished - one.took),
      finishedAt: one.finished ? moment(finished) : undefined,
      status: one.status,
    })
  }
  for (const [number, one] of draft.incidents.entries()) {
    const started = (finishes[one.near % Math.max(finishes.length, 1)] ?? START) + one.after
    const service = services.find((each) => each === one.of)
    inputs.push({
      type: 'incident',
      id: `i${number}`,
      service,
      repository: service === undefined && one.of !== 'nobody' ? 'acme/shop' : undefined,
      title: one.title,
      severity: one.severity,
      labels: one.labels,
      startedAt: moment(started),
      resolvedAt: instant(one.lasted === undefined ? undefined : started + one.lasted),
      causedBy: one.causedBy,
      fixedBy: one.fixedBy,
    })
  }
  for (const [number, { time, ...word }] of draft.corrections.entries()) {
    const deployment = word.deployment ?? (word.incident === undefined || word.says === 'add' ? 'd1' : undefined)
    inputs.push({ type: 'correction', id: `word-${number}`, at: moment(time), ...word, deployment })
  }
  return inputs.map(record)
}

/** One or two services over one or two repositories, with all that happened to them in some days. */
export function organisation(): fc.Arbitrary<SourceRecord[]> {
  return organisationDraft.map(organisationRecords)
}

/** The names that may be asked for: the services, and repositories that nobody configured. */
export function serviceNames(records: SourceRecord[]): string[] {
  const services = records.flatMap((one) => (one.type === 'service' ? [one] : []))
  const repositories = records.flatMap((one) => (one.type === 'repository' ? [one.name] : []))
  const bare = repositories.filter((name) => !services.some((service) => service.repository === name))
  return [...services.map((service) => service.name), ...bare]
}

/** An organisation and a question about one of its services, with windows whose edges are on the grid of its events. */
export function organisationAndQuestion(): fc.Arbitrary<{ records: SourceRecord[]; question: Question }> {
  const asked = fc.record({
    service: fc.constantFrom(0, 0, 1),
    from: slot,
    days: fc.constantFrom(1, 7, 14, 21),
    now: fc.constantFrom(0, DAY, 7 * DAY, 30 * DAY, HOUR),
    environment: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, undefined, 'staging', 'prod'),
    unit: fc.constantFrom('pr' as const, 'pr' as const, 'commit' as const),
  })
  return fc.tuple(organisation(), asked).map(([records, { service, from, days, now, environment, unit }]) => {
    const names = serviceNames(records)
    const name = names[service % names.length] ?? 'shop'
    return { records, question: { service: name, from, to: from + days * DAY, environment, unit, now: from + now } }
  })
}
