// The configuration file against a real database: what it declares, takes back and refuses.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sources } from '../lib/collectors/registry'
import { query } from '../lib/db'
import { listConnections, saveConnection } from '../lib/store/connections'
import { exportRecords } from '../lib/store/export'
import { ingest } from '../lib/store/ingest'
import { listRecipients } from '../lib/store/report-recipients'
import { listSubscriptions } from '../lib/store/report-subscriptions'
import * as build from '../lib/testing/build'
import { useTestDatabase } from '../lib/testing/database'
import { played } from '../lib/testing/played-source'
import { collectConnection } from './collect'
import { applyConfig } from './declare'

const now = new Date('2026-03-01T09:00:00Z')
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamgauge-declare-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function apply(text: string): Promise<string[]> {
  const configPath = join(folder, 'streamgauge.yaml')
  writeFileSync(configPath, text)
  return applyConfig({ home: folder, configPath }, now)
}

async function records(): Promise<unknown[]> {
  const lines: unknown[] = []
  for await (const line of exportRecords()) lines.push(JSON.parse(line))
  return lines
}

const connections = async () =>
  (await listConnections()).map(({ name, config, schedule, managedByFile }) => ({
    name,
    config,
    schedule,
    managedByFile,
  }))

const source = 'streamgauge.yaml'

describe('what is declared', () => {
  useTestDatabase()

  test('becomes records and connections, relative paths in the folder of the file', async () => {
    const added = await apply(`
sources:
  - { name: shop, kind: git, path: clones/shop, schedule: '*/5 * * * *' }
teams:
  - { name: web, timeZone: Europe/Berlin }
services:
  - name: shop
    repository: acme/shop
    team: web
    productionEnvironments: [prod]
    calendar: { hours: '10:00-16:00' }
bots:
`)
    expect(added).toEqual(['shop'])
    expect(await connections()).toEqual([
      { name: 'shop', config: { path: join(folder, 'clones/shop') }, schedule: '*/5 * * * *', managedByFile: true },
    ])
    expect(await records()).toEqual([
      expect.objectContaining({ type: 'service', source, name: 'shop', productionEnvironments: ['prod'] }),
      { type: 'team', source, name: 'web', timeZone: 'Europe/Berlin' },
    ])
  })

  test('is not applied again while the file says the same', async () => {
    const text = 'teams: [{ name: web }]'
    await apply(text)
    await ingest([{ type: 'team', source: 'import', name: 'web', timeZone: 'Asia/Tokyo' }], { now })
    expect(await apply(`${text} # the same`)).toEqual([])
    expect(await records()).toContainEqual(expect.objectContaining({ source, name: 'web', timeZone: 'Asia/Tokyo' }))
    await ingest([{ type: 'team', source: 'import', name: 'web', deleted: true }], { now })
  })

  test('loses the fields that it no longer gives, and only those', async () => {
    await apply('services: [{ name: shop, repository: acme/shop, team: web, slo: 99 }]')
    await ingest([build.service({ name: 'shop', repository: 'acme/shop', incidentWindowHours: 5 })], { now })
    await apply('services: [{ name: shop, repository: acme/shop, slo: 98 }]')
    const shop = (await records()).find((record) => (record as { source: string }).source === source)
    expect(shop).toEqual({
      type: 'service',
      source,
      name: 'shop',
      repository: 'acme/shop',
      slo: 98,
      incidentWindowHours: 5,
    })
    await ingest([{ type: 'service', source: 'import', name: 'shop', deleted: true }], { now })
  })

  test('goes when it is declared no longer; what others said stays, and so do other connections', async () => {
    await saveConnection({ name: 'own', kind: 'git', config: { path: '/own' }, managedByFile: false, schedule: null })
    await apply(
      'sources: [{ name: one, kind: git, path: /one }]\nteams: [{ name: a }, { name: b }]\nservices: [{ name: s, repository: r }]',
    )
    await ingest([{ type: 'team', source: 'import', name: 'a' }], { now })
    await apply('')
    expect(await records()).toEqual([{ type: 'team', source: 'import', name: 'a' }])
    expect((await connections()).map(({ name }) => name)).toEqual(['own'])
  })

  test('stays when there is no file', async () => {
    await apply('teams: [{ name: kept }]')
    const elsewhere = mkdtempSync(join(folder, 'empty-'))
    expect(await applyConfig({ home: folder }, now, elsewhere)).toEqual([])
    expect(await records()).toContainEqual({ type: 'team', source, name: 'kept' })
  })

  test.each([
    ['service: []', 'the file: Unrecognized key: "service"'],
    ['services: [{ name: a, repository: r, colour: red }]', 'services.0: Unrecognized key: "colour"'],
    ['services: [{ name: a, repository: r, deployments: { from: tag, mtch: v } }]', 'services.0.deployments: Unrec'],
    ['services: [{ name: a, repository: r, hotfix: { label: [x] } }]', 'services.0.hotfix: Unrecognized key: "label"'],
    [
      'services: [{ name: a, repository: r, deployments: { from: tag, match: "(?=x)" } }]',
      'services.0.deployments.mat',
    ],
    ['services: [{ name: a }]', 'services.0.repository: '],
    ['services: [{ name: a, repository: r }, { name: a, repository: q }]', 'services.1.name: a is declared twice'],
    ['teams: [{ name: a, timeZone: Mars/Olympus }]', 'teams.0.timeZone: is not a time zone name'],
    ['sources: [{ name: a, kind: svn }]', 'sources.0.kind: "svn" is not one of git'],
    ['sources: [{ name: a, kind: __proto__ }]', 'sources.0.kind: "__proto__" is not one of git'],
    ['sources: [{ name: a, kind: git }]', 'sources.0.path: or url is required'],
    ['sources: [{ name: a, kind: git, path: x, branch: y }]', 'sources.0: Unrecognized key: "branch"'],
    ['sources: [{ name: a, kind: git, path: x, schedule: often }]', 'sources.0.schedule: "often" is not a cron'],
    ['teams: [', 'is not YAML'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
    ['sources: [{ name: a, kind: git, url: "${NOT_SET}" }]', 'reads variables that are not set: NOT_SET'],
  ])('refuses %s and changes nothing', async (text, says) => {
    const before = [await records(), await connections()]
    await expect(apply(text)).rejects.toMatchObject({ kind: 'config', message: expect.stringContaining(says) })
    await expect(apply(text)).rejects.toMatchObject({ message: expect.stringContaining(join(folder, source)) })
    expect([await records(), await connections()]).toEqual(before)
  })

  test.each([
    'url: "https://me:s3cret@h/x.git"',
    'url: "https://s3cret@h/x.git"',
    'url: https://me:s3cret@h/x.git, repository: a/b',
  ])('refuses a secret that is written out: %s', async (field) => {
    const before = await connections()
    const error = await apply(`sources: [{ name: a, kind: git, ${field} }]`).catch((thrown) => thrown)
    expect(error).toMatchObject({ kind: 'config', message: expect.stringMatching(/sources\.0\.url: .*\$\{TOKEN\}/) })
    expect(error.message).not.toContain('s3cret')
    expect(await connections()).toEqual(before)
  })

  test('stores the variable, never the secret, and reads it when collecting', async () => {
    await query('delete from connections')
    vi.stubEnv('TOKEN', 's3cret')
    vi.stubEnv('STREAMGAUGE_HOME', folder)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
    await apply('sources: [{ name: far, kind: git, url: https://me:${TOKEN}@localhost:1/x.git }]')
    await expect(collectConnection('far', () => {})).rejects.toMatchObject({ kind: 'unavailable' })
    vi.stubEnv('TOKEN', undefined)
    const missing = { kind: 'config', message: 'The source far reads variables that are not set: TOKEN.' }
    await expect(collectConnection('far', () => {})).rejects.toMatchObject(missing)
    vi.unstubAllEnvs()
    const { rows } = await query('select connections::text as text from connections')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ text: expect.stringContaining('TOKEN') })
    expect(JSON.stringify(rows)).not.toContain('s3cret')
  })

  test('has the secrets that it writes out sealed, and tells a changed one', async () => {
    sources.played = played
    const write = (token: string) =>
      apply(`sources: [{ name: acme, kind: played, url: 'http://localhost', token: ${token} }]`)
    await write('ghp_1234')
    const stored = async () => (await connections()).find(({ name }) => name === 'acme')?.config
    const first = await stored()
    expect(first).toEqual({ url: 'http://localhost', token: { $secret: expect.stringMatching(/^v1\./) } })
    expect(JSON.stringify((await query('select * from settings')).rows)).not.toContain('ghp_1234')
    await write('"ghp_1234"')
    expect(await stored()).toEqual(first)
    await write('ghp_5678')
    expect(await stored()).not.toEqual(first)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
    await write("'${PATH}'")
    expect(await stored()).toMatchObject({ token: ['$', '{PATH}'].join('') })
    delete sources.played
    await apply('teams: []')
  })

  test('reads a path from a variable, whatever is in it', async () => {
    await query('delete from connections')
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
    vi.stubEnv('SHOP', '/srv/it\'s ${HOME}: a "shop"')
    await apply('sources: [{ name: here, kind: git, path: ${SHOP} }]')
    expect(await connections()).toMatchObject([{ config: { path: '/srv/it\'s $${HOME}: a "shop"' } }])
    vi.stubEnv('SHOP', 'clones/shop')
    await apply('sources: [{ name: here, kind: git, path: ${SHOP} }]')
    expect(await connections()).toMatchObject([{ config: { path: join(folder, 'clones/shop') } }])
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
    vi.unstubAllEnvs()
  })

  test('names a file that is missing or is a folder', async () => {
    const missing = join(folder, 'none.yaml')
    await expect(applyConfig({ home: folder, configPath: missing }, now)).rejects.toMatchObject({
      message: `The configuration file ${missing} does not exist.`,
    })
    await expect(applyConfig({ home: folder, configPath: folder }, now)).rejects.toMatchObject({
      message: `The configuration file ${folder} cannot be read: it is a folder.`,
    })
  })
})

describe('reports that are declared', () => {
  useTestDatabase()
  const named = async () => (await listSubscriptions()).map(({ name }) => name)

  test('become subscriptions, changed in the file alone, and go with it; secrets stay in the environment', async () => {
    vi.stubEnv('HOOK', 'https://hooks.example.org/T0/s3cret')
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
    await apply(`
reports:
  - { name: Everything, timeZone: Europe/Berlin, email: ada@Example.org }
  - name: Web
    team: web
    weekly: { day: friday, hour: 16 }
    timeZone: Asia/Kathmandu
    email: [ada@example.org, ben@example.org]
    waitHours: 3
  - { name: Chat, services: [shop, till], daily: { hour: 7 }, timeZone: UTC, slack: "\${HOOK}" }
  - { name: Wiki, service: shop, monthly: { day: last, hour: 18 }, timeZone: UTC, file: "out/{period}.md", paused: true }
`)
    expect(await listSubscriptions()).toMatchObject([
      {
        ...{ name: 'Chat', declared: true, scope: { kind: 'services', name: 'Chat', services: ['shop', 'till'] } },
        ...{ channel: { kind: 'slack', url: '${HOOK}' }, rhythm: { every: 'day', hour: 7 } },
      },
      {
        name: 'Everything',
        scope: { kind: 'organisation' },
        rhythm: { every: 'week', day: 1, hour: 9 },
        waitHours: 12,
      },
      { name: 'Web', scope: { kind: 'team', name: 'web' }, rhythm: { every: 'week', day: 5, hour: 16 }, waitHours: 3 },
      { name: 'Wiki', channel: { kind: 'file', path: join(folder, 'out/{period}.md') }, paused: true },
    ])
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
    const [, everything] = await listSubscriptions()
    expect(await listRecipients(everything?.id ?? '')).toMatchObject([{ address: 'ada@example.org' }])
    await apply('reports: [{ name: Web, timeZone: UTC, slack: "https://hooks.example.org/T0/s3cret" }]')
    expect(await named()).toEqual(['Web'])
    expect(
      (await query('select * from report_subscriptions')).rows.map((row) => JSON.stringify(row)).join(),
    ).not.toContain('s3cret')
    await apply('teams: []')
    expect(await named()).toEqual([])
    vi.unstubAllEnvs()
  })

  test.each([
    ['{ name: a, timeZone: Berlin, email: a@b.c }', 'reports.0.timeZone: is not a time zone such as Europe/Berlin'],
    ['{ name: a, timeZone: UTC }', 'reports.0: needs one of email, slack, markdown, file'],
    ['{ name: a, timeZone: UTC, email: a@b.c, file: x }', 'reports.0: needs one of email, slack, markdown, file'],
    ['{ name: a, timeZone: UTC, email: "a@b.c\\nBcc: d@e.f" }', 'reports.0.email'],
    ['{ name: a, timeZone: UTC, email: a@b.c, team: x, service: y }', 'reports.0: has more than one of team'],
    [
      '{ name: a, timeZone: UTC, email: a@b.c, weekly: { day: freitag, hour: 8 } }',
      'reports.0.weekly.day: is not one of',
    ],
    ['{ name: a, timeZone: UTC, email: a@b.c, daily: { hour: 24 } }', 'reports.0.daily.hour'],
    ['{ name: a, timeZone: UTC, slack: hooks.example.org }', 'reports.0.slack: is not an address'],
    ['{ name: a, timeZone: UTC, email: a@b.c, to: x }', 'reports.0: Unrecognized key: "to"'],
    [
      '{ name: a, timeZone: UTC, email: a@b.c }, { name: a, timeZone: UTC, email: a@b.c }',
      'reports.1.name: a is declared twice',
    ],
  ])('%s is refused', async (text, message) => {
    await expect(apply(`reports: [${text}]`)).rejects.toThrow(message)
  })
})
