// sg report as its user meets it: the files that it writes, the numbers in them, and what it refuses.
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatDuration, formatRate } from '../../lib/format'
import { runCommand } from '../../lib/testing/command'
import { createTestDatabase, type TestDatabase } from '../../lib/testing/database'

const HOUR = 3_600_000
const WEEK = 168 * HOUR
const NOW = '2026-03-11T12:00:00Z'
const FIRST = Date.parse('2025-12-01T09:00:00Z')
const WEEKS = 14

let folder = ''
let database: TestDatabase

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'streamgauge-report-'))
  database = await createTestDatabase()
  const { code, err } = await sg(
    ['import', '-'],
    [...recordsOf('shop', 'Asia/Kathmandu', 7), ...recordsOf('till', 'Pacific/Chatham', 3)],
  )
  expect({ code, err }).toMatchObject({ code: 0, err: expect.not.stringContaining('must') })
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

function sg(args: string[], input: object[] = [], env = {}) {
  return runCommand(args, {
    input: input.map((record) => `${JSON.stringify(record)}\n`).join(''),
    env: { STREAMGAUGE_HOME: folder, DATABASE_URL: database.url, STREAMGAUGE_CALLED_FROM: folder, ...env },
  })
}

/** So many reviewed and deployed changes a week, hours apart; the second of the last week fails for 40 minutes. */
function recordsOf(service: string, timeZone: string, count: number): object[] {
  const repository = `acme/${service}`
  const records: object[] = [
    { type: 'repository', name: repository, defaultBranch: 'main' },
    { type: 'service', name: service, repository, team: 'Storefront', timeZone },
  ]
  const iso = (at: number) => new Date(at).toISOString()
  let parent: string | null = null
  for (let number = 0; number < WEEKS * count; number += 1) {
    const week = Math.floor(number / count)
    const start = FIRST + week * WEEK + (number % count) * 20 * HOUR
    const end = start + (30 - week + (number % 3)) * HOUR
    const sha = Buffer.from(`${service}${number}`).toString('hex').padEnd(40, '0')
    const times = { authoredAt: iso(start), committedAt: iso(start) }
    records.push(
      { type: 'commit', repository, sha, parents: parent === null ? [] : [parent], ...times, pullRequest: number + 1 },
      {
        ...{ type: 'pull_request', repository, number: number + 1, title: `Change ${number + 1} of ${service}` },
        ...{
          author: 'ada@example.org',
          baseBranch: 'main',
          headBranch: `b${number}`,
          commits: [{ sha, authoredAt: iso(start) }],
        },
        ...{ createdAt: iso(start + HOUR), mergedAt: iso(start + 5 * HOUR), mergeCommitSha: sha },
      },
      {
        ...{ type: 'review', repository, pullRequest: number + 1, id: `r${number}`, state: 'approved' },
        ...{ author: 'ben@example.org', submittedAt: iso(start + 4 * HOUR) },
      },
      {
        ...{
          type: 'deployment',
          id: `${service}-${number}`,
          service,
          environment: 'production',
          sha,
          status: 'success',
        },
        ...{ startedAt: iso(end - HOUR / 4), finishedAt: iso(end) },
      },
    )
    if (number === (WEEKS - 1) * count + 1) {
      const causedBy = { deployment: `${service}-${number}` }
      const times = { startedAt: iso(end), resolvedAt: iso(end + (40 / 60) * HOUR) }
      records.push({ type: 'incident', id: `i-${service}`, service, title: 'down', causedBy, ...times })
    }
    parent = sha
  }
  return records
}

async function report(...args: string[]) {
  const out = join(folder, args.join('_').replaceAll(/\W+/g, '-') || 'all')
  const answer = await sg(['report', '--now', NOW, '--out', out, ...args], [], {
    STREAMGAUGE_URL: 'https://gauge.example.org',
  })
  const read = (name: string) => readFileSync(join(out, name), 'utf8').replaceAll(/[\s\u00a0]+/g, ' ')
  return { ...answer, folder: out, read }
}

test.concurrent.each([
  ['shop', '2026-W10'],
  ['till', '2026-W06'],
])('HTML and text of %s in %s say what sg metrics says', async (service, week) => {
  const { code, folder: out, read } = await report('--service', service, '--week', week)
  expect(code).toBe(0)
  const [from, to] = week === '2026-W10' ? ['2026-03-02', '2026-03-09'] : ['2026-02-02', '2026-02-09']
  const asked = await sg(['metrics', '--service', service, '--from', from, '--to', to, '--now', NOW, '--json'])
  const json = JSON.parse(asked.out)
  expect(json.leadTime.n).toBeGreaterThan(1)
  const { deploymentFrequency, leadTime, changeFailureRate, recoveryTime, timeToRestore, reworkRate, flowEfficiency } =
    json
  const expected = {
    'Lead time for changes': [formatDuration(leadTime.median), `${leadTime.n} changes`],
    'Deployment frequency': [`${deploymentFrequency.count} / week`, `${deploymentFrequency.count} deployments`],
    'Change failure rate': [
      formatRate(changeFailureRate.value),
      `${changeFailureRate.failed} of ${changeFailureRate.total} deployments`,
    ],
    'Failed deployment recovery time': [shownOf(recoveryTime.n, formatDuration(recoveryTime.median))],
    'Time to restore (MTTR)': [shownOf(timeToRestore.n, formatDuration(timeToRestore.median))],
    'Deployment rework rate': [formatRate(reworkRate.value), `${reworkRate.rework} of ${reworkRate.total} deployments`],
    'Flow efficiency': [formatRate(flowEfficiency.value), `${flowEfficiency.n} changes`],
  }
  const [html, text] = [
    read('report.html')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/ +/g, ' '),
    read('report.txt'),
  ]
  const titles = Object.keys(expected)
  for (const [at, [title, words]] of Object.entries(expected).entries()) {
    for (const whole of [html, text]) {
      const begin = whole.indexOf(`${title} `, whole.indexOf('Figures'))
      const end = whole.indexOf(titles[at + 1] ?? 'What stood out', begin)
      const part = whole.slice(begin, end)
      for (const one of words) expect(part).toContain(` ${one.replaceAll('\u00a0', ' ')}`)
    }
  }
  expect(readdirSync(out).sort()).toEqual(['deployment-frequency.png', 'lead-time.png', 'report.html', 'report.txt'])
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('src="lead-time.png"')
})

function shownOf(n: number, words: string): string {
  return n === 0 ? 'no data' : words
}

test.concurrent('without --week it is the last whole one; a team by its name in any case; the subject is said', async () => {
  const { code, out, read } = await report('--team', 'storefront')
  expect(code).toBe(0)
  expect(out.split('\n')[0]).toMatch(/^Storefront: lead time .+, 2 failed deployments, median recovery 40 min$/)
  const text = read('report.txt')
  expect(text).toContain('Week 10, 2-8 Mar 2026.')
  expect(text).toContain('in each service’s own time zone')
  expect(text).toContain('Services -------- shop lead time')
  expect(text).toContain('Longest wait #93 “Change 93 of shop” at shop waited 14 h for its deployment to start.')
  expect(text).toContain('Wed 4 Mar, 12:45 (Pacific/Chatham), till-40 of till: an incident names it as its cause')
  expect(text).toContain('https://gauge.example.org/?from=2026-03-02&to=2026-03-09&team=Storefront')
})

describe('what is refused, in words', () => {
  test.concurrent.each([
    [['--team', 'Nobody'], 1, 'There is no team named "Nobody".\n  Known teams: Storefront.'],
    [['--team', 'Storefront', '--service', 'shop'], 2, 'Give either --team or --service, not both.'],
    [
      ['--week', '2025-W53'],
      2,
      '--week: There is no week 2025-W53: 2025 has 52 weeks. The last whole week is 2026-W10.',
    ],
  ])('%j', async (args, code, message) => {
    const answer = await report(...args)
    expect(answer.code).toBe(code)
    expect(answer.err).toContain(message)
    expect(existsSync(answer.folder)).toBe(false)
  })

  test.concurrent('a folder that is a file, or below one', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    for (const [out, why] of [
      [file, 'it is a file'],
      [join(file, 'x'), 'a part of its path is a file'],
    ] as const) {
      const { code, err } = await sg(['report', '--now', NOW, '--out', out])
      expect(code).toBe(1)
      expect(err).toContain(`The report cannot be written to ${out}: ${why}.`)
      expect(err).not.toMatch(/\n {4}at /)
    }
  })

  const isRoot = process.getuid?.() === 0
  test.skipIf(isRoot || process.platform === 'win32')('a folder that may not be written', async () => {
    const out = mkdtempSync(join(folder, 'closed-'))
    chmodSync(out, 0o555)
    const { code, err } = await sg(['report', '--now', NOW, '--out', out])
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('you may not write there') })
  })
})
