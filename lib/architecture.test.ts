// The house rules: who may import whom, no circles, no long files. Written as a table so that a change of the rules is a change here.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const CODE = /\.(ts|tsx|mts|mjs)$/
const FOLDERS = ['app', 'lib', 'prisma', 'jobs', 'e2e', 'public']
const SKIPPED = new Set(['node_modules', 'generated', '.next', 'migrations'])
const LONGEST = 300

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (SKIPPED.has(name)) return []
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : CODE.test(name) ? [path] : []
  })
}

const rootFiles = readdirSync(ROOT).filter((name) => CODE.test(name))
const files = [...FOLDERS.flatMap((folder) => walk(join(ROOT, folder))), ...rootFiles.map((name) => join(ROOT, name))]
const known = new Set(files)
const nameOf = (path: string) => relative(ROOT, path).split(sep).join('/')

type Import = { target: string; typeOnly: boolean }

function importsOf(path: string): Import[] {
  const { module } = parseSync(path, readFileSync(path, 'utf8'))
  const found: Import[] = []
  for (const statement of module.staticImports) {
    found.push({
      target: statement.moduleRequest.value,
      typeOnly: statement.entries.length > 0 && statement.entries.every((entry) => entry.isType),
    })
  }
  for (const statement of module.staticExports) {
    for (const entry of statement.entries)
      if (entry.moduleRequest) found.push({ target: entry.moduleRequest.value, typeOnly: entry.isType })
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const text = readFileSync(path, 'utf8').slice(moduleRequest.start, moduleRequest.end)
    if (/^['"`]/.test(text)) found.push({ target: text.slice(1, -1), typeOnly: false })
  }
  return found.flatMap(({ target, typeOnly }) => {
    if (!target.startsWith('.') && !target.startsWith('@/')) return []
    const base = target.startsWith('@/') ? join(ROOT, target.slice(2)) : resolve(dirname(path), target)
    const candidates = [
      base,
      ...['.ts', '.tsx', '.mjs'].map((end) => base + end),
      ...['.ts', '.tsx'].map((end) => join(base, `index${end}`)),
    ]
    const file = candidates.find((candidate) => known.has(candidate))
    return file ? [{ target: file, typeOnly }] : []
  })
}

const imports = new Map(files.map((path) => [path, importsOf(path)]))

const LEAVES = [
  ...['errors', 'time', 'zone-offset', 'format', 'tokens', 'calendar', 'patterns', 'variables'],
  ...['period', 'rhythm', 'mail-address', 'smtp-address'],
]
const MACHINERY = ['env', 'config', 'log', 'db']

/** The layer of a file; tests and builders may import everything. */
function layerOf(path: string): string {
  const name = nameOf(path)
  if (
    /\.(test|spec)\.tsx?$|^(playwright|vitest)\.config\.ts$/.test(name) ||
    name.startsWith('lib/testing/') ||
    name.startsWith('e2e/')
  )
    return 'testing'
  const parts = name.split('/')
  if (parts[0] !== 'lib') return parts.length === 1 ? 'app' : (parts[0] ?? '')
  if (parts.length > 2) return parts[1] ?? ''
  const own = (parts[1] ?? '').replace(/\.ts$/, '')
  return LEAVES.includes(own) ? 'leaves' : MACHINERY.includes(own) ? own : `lib/${own}`
}

/** What each layer may import besides itself; 'testing' may import everything. */
const MAY: Record<string, string[]> = {
  leaves: ['facts'],
  facts: ['leaves'],
  env: ['leaves', 'facts', 'records', 'config', 'log', 'db'],
  config: ['leaves', 'facts', 'records', 'env', 'log', 'db'],
  log: ['leaves', 'facts', 'records', 'env', 'config', 'db'],
  db: ['leaves', 'facts', 'records', 'env', 'config', 'log', 'prisma-client'],
  records: ['leaves', 'facts'],
  graph: ['leaves', 'facts', 'records'],
  derive: ['leaves', 'facts', 'records', 'graph'],
  metrics: ['leaves', 'facts', 'records'],
  collectors: ['leaves', 'facts', 'records'],
  store: ['db', 'env', 'records', 'facts', 'leaves'],
  insights: ['store', 'derive', 'metrics', 'leaves', 'facts', 'records'],
  report: ['insights', 'leaves', 'facts'],
  auth: ['store', 'env', 'leaves', 'facts'],
  jobs: [
    'leaves',
    'facts',
    'env',
    'config',
    'log',
    'db',
    'records',
    'graph',
    'derive',
    'metrics',
    'collectors',
    'store',
    'insights',
    'report',
    'auth',
    'prisma',
  ],
  prisma: ['store', 'records', 'env', 'leaves', 'facts'],
  app: ['insights', 'store', 'auth', 'records', 'collectors', 'report', 'config', 'log', 'leaves', 'facts', 'env'],
}

describe('the plan of the house', () => {
  test('every layer has its rule', () => {
    const layers = new Set(files.map(layerOf).filter((layer) => layer !== 'testing'))
    expect([...layers].filter((layer) => !MAY[layer])).toEqual([])
  })

  test('imports only go down', () => {
    const wrong: string[] = []
    for (const [path, targets] of imports) {
      const from = layerOf(path)
      if (from === 'testing') continue
      for (const { target } of targets) {
        const to = layerOf(target)
        if (from !== to && !MAY[from]?.includes(to))
          wrong.push(`${nameOf(path)} (${from}) imports ${nameOf(target)} (${to})`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('only the store, and what opens the database for it, imports db.ts', () => {
    const openers = new Set(['jobs/database.ts', 'jobs/main.ts'])
    const users = [...imports].filter(
      ([path, targets]) => layerOf(path) !== 'testing' && targets.some(({ target }) => nameOf(target) === 'lib/db.ts'),
    )
    const wrong = users
      .map(([path]) => nameOf(path))
      .filter(
        (name) =>
          !name.startsWith('lib/store/') && !openers.has(name) && !MACHINERY.some((own) => name === `lib/${own}.ts`),
      )
    expect(wrong).toEqual([])
  })

  test('a source never imports another source', () => {
    // The mirror of a git repository is what several sources share.
    const sourceOf = (name: string) => /^lib\/collectors\/(?!mirror\/)([^/]+)\//.exec(name)?.[1]
    const wrong = [...imports].flatMap(([path, targets]) =>
      targets.flatMap(({ target }) => {
        const [from, to] = [sourceOf(nameOf(path)), sourceOf(nameOf(target))]
        return from && to && from !== to ? [`${nameOf(path)} imports ${nameOf(target)}`] : []
      }),
    )
    expect(wrong).toEqual([])
  })

  test('nothing imports in a circle', () => {
    const circles: string[] = []
    const state = new Map<string, 'open' | 'done'>()
    const visit = (path: string, trail: string[]): void => {
      state.set(path, 'open')
      for (const { target, typeOnly } of imports.get(path) ?? []) {
        if (typeOnly) continue
        if (state.get(target) === 'open')
          circles.push([...trail.slice(trail.indexOf(target)), path, target].map(nameOf).join(' → '))
        else if (!state.has(target)) visit(target, [...trail, path])
      }
      state.set(path, 'done')
    }
    for (const path of files) if (!state.has(path)) visit(path, [])
    expect(circles).toEqual([])
  })

  test('pure layers read neither clock nor environment', () => {
    const pure = new Set(['leaves', 'facts', 'records', 'graph', 'derive', 'metrics'])
    const wrong = files.filter(
      (path) =>
        pure.has(layerOf(path)) &&
        /\bDate\.now\(|new Date\(\)|process\.env|Math\.random\(/.test(readFileSync(path, 'utf8')),
    )
    expect(wrong.map(nameOf)).toEqual([])
  })

  test(`no hand-written file has more than ${LONGEST} lines`, () => {
    const long = files.filter((path) => readFileSync(path, 'utf8').split('\n').length - 1 > LONGEST)
    expect(long.map(nameOf)).toEqual([])
  })

  test('the registry of sources is the folders beside it', async () => {
    const { sources } = await import('./collectors/registry')
    const folders = readdirSync(join(ROOT, 'lib/collectors')).filter(
      (name) => name !== 'mirror' && statSync(join(ROOT, 'lib/collectors', name)).isDirectory(),
    )
    expect(Object.keys(sources).sort()).toEqual(folders.sort())
  })

  test('the registry of metrics is the files beside it', async () => {
    const { METRICS } = await import('./metrics/registry')
    const defining = files.filter(
      (path) =>
        nameOf(path).startsWith('lib/metrics/') &&
        layerOf(path) !== 'testing' &&
        / = defineMetric\(/.test(readFileSync(path, 'utf8')),
    )
    expect(Object.keys(METRICS).sort()).toEqual(
      defining.map((path) => nameOf(path).replace(/^lib\/metrics\/|\.ts$/g, '')).sort(),
    )
  })
})
