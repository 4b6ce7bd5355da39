// The parts of the organisation that are out of the ordinary: hostile names, a repository nobody configured, services that never deployed.
import { createHash } from 'node:crypto'

export type Line = Record<string, unknown> & { type: string }

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const HOSTILE_NAMES = [
  '<img src=x onerror="document.title=1">',
  'متجر الكتب',
  '🚀 launch 👩‍🚀',
  'x'.repeat(200),
  '../../etc/passwd',
]

export function sha(name: string): string {
  return createHash('sha1').update(name).digest('hex')
}

export function instant(ms: number): string {
  return new Date(ms).toISOString()
}

export const TITLES = [
  'Show the price with its tax',
  'Remember the basket for a month',
  'Answer 404 for articles that are gone',
  'Use one query instead of forty for the list of orders, their lines and the addresses they were sent to',
  'Escape <b>markup</b> & ampersands in names',
  'إصلاح ترتيب النتائج',
  'Retry the payment once 💳',
]

export function hostileLines(name: string, at: number, now: number): Line[] {
  const repository = `acme/hostile-${at}`
  const commit = sha(`hostile ${at}`)
  const time = instant(now - 10 * DAY)
  const later = sha(`hostile later ${at}`)
  const deployment = { type: 'deployment', service: name, environment: 'production', status: 'success' }
  return [
    { type: 'service', name, repository, team: 'Names <i>&amp;</i> others' },
    { type: 'commit', repository, sha: commit, parents: [], authoredAt: time, committedAt: time, subject: name },
    {
      type: 'commit',
      repository,
      sha: later,
      parents: [commit],
      authoredAt: instant(now - 9 * DAY),
      committedAt: instant(now - 9 * DAY),
      subject: `Change ${name}`,
    },
    { ...deployment, id: `h${at}-1`, sha: commit, finishedAt: instant(now - 9.5 * DAY) },
    {
      ...deployment,
      id: `h${at}-2`,
      sha: later,
      finishedAt: instant(now - 8 * DAY),
      url: 'javascript:alert(document.domain)',
    },
  ]
}

/** A repository that nobody configured: its release tags count. */
export function taggedLines(now: number): Line[] {
  const repository = 'acme/library'
  const lines: Line[] = [{ type: 'repository', name: repository, defaultBranch: 'main', headSha: sha('library 29') }]
  for (let count = 0; count < 30; count += 1) {
    const at = now - (180 - count * 5.5) * DAY
    lines.push({
      type: 'commit',
      repository,
      sha: sha(`library ${count}`),
      parents: count === 0 ? [] : [sha(`library ${count - 1}`)],
      authoredAt: instant(at - 9 * HOUR),
      committedAt: instant(at),
      subject: TITLES[count % TITLES.length],
    })
    if (count % 4 === 3)
      lines.push({
        type: 'tag',
        repository,
        name: `v1.${(count - 3) / 4}.0`,
        sha: sha(`library ${count}`),
        createdAt: instant(at + DAY),
      })
  }
  return lines
}

/** Services without any deployment. */
export function idleLines(): Line[] {
  return ['archive', 'prototype'].map((name) => ({ type: 'service', name, repository: `acme/${name}` }))
}

/** On the time line: of one service, of its team, of everybody. */
export function annotationLines(now: number): Line[] {
  return [
    { type: 'annotation', id: 'a1', at: instant(now - 50 * DAY), service: 'shop', text: 'Tests run in parallel' },
    {
      type: 'annotation',
      id: 'a2',
      at: instant(now - 30 * DAY),
      until: instant(now - 23 * DAY),
      team: 'Storefront',
      text: 'Sale <b>week</b>: no releases',
    },
    { type: 'annotation', id: 'a3', at: instant(now - 12 * DAY), text: 'New office' },
    { type: 'annotation', id: 'a4', at: instant(now - 12 * DAY), service: 'ledger', text: 'Of another service' },
  ]
}
