import { describe, expect, it, test } from 'vitest'
import { world } from '../../testing/github/world'
import { neededJobs, readWorkflow } from './workflow-file'

const FILE = `
on: push
jobs:
  lint: { runs-on: any, steps: [] }
  test:
    name: Test on \${{ matrix.os }} (\${{ matrix.node }})
    strategy: { matrix: { os: [linux, mac], node: [20, 24] } }
  build:
    needs: [lint, test]
  deploy:
    name: Deploy (eu)
    needs: build
`

function needs(file: string, names: string[]): Record<string, string[]> | null {
  const planned = readWorkflow(file)
  const found = planned && neededJobs(planned, names)
  return found && Object.fromEntries(found)
}

describe('what jobs need', () => {
  it('is by the names that they have in a run, those of a matrix one by one', () => {
    expect(needs(FILE, ['lint', 'Test on linux (20)', 'Test on mac (24)', 'build', 'Deploy (eu)'])).toEqual({
      lint: [],
      'Test on linux (20)': [],
      'Test on mac (24)': [],
      build: ['lint', 'Test on linux (20)', 'Test on mac (24)'],
      'Deploy (eu)': ['build'],
    })
  })

  it('is told of a matrix without a name of its own, and of jobs that this run left out', () => {
    const file = 'jobs: { unit: {}, ship: { needs: [unit, gone] } }'
    expect(needs(file, ['unit (20, linux)', 'unit (24, linux)', 'ship'])).toEqual({
      'unit (20, linux)': [],
      'unit (24, linux)': [],
      ship: ['unit (20, linux)', 'unit (24, linux)'],
    })
    expect(needs(file, ['ship'])).toEqual({ ship: [] })
  })

  it('reads names that are numbers, and takes what is left empty as absent', () => {
    const file =
      'jobs:\n  unit:\n    name:\n    needs:\n  lint: { name: "" }\n  ship: { name: 24, needs: [unit, lint] }'
    expect(needs(file, ['unit', 'lint', '24'])).toEqual({ unit: [], lint: [], 24: ['unit', 'lint'] })
  })

  it('is told of a called workflow that has one job, and not of one that has several', () => {
    const file = 'jobs: { unit: {}, ship: { uses: ./.github/workflows/ship.yml, needs: unit } }'
    expect(needs(file, ['unit', 'ship / push'])).toEqual({ unit: [], 'ship / push': ['unit'] })
    expect(needs(file, ['unit', 'ship / push', 'ship / verify'])).toBeNull()
  })

  it('is not told where a job is none of the file, or could be two of them', () => {
    expect(needs(FILE, ['lint', 'another'])).toBeNull()
    expect(needs(`jobs: { a: { name: "x \${{ y }}" }, b: { name: "\${{ y }} z" } }`, ['x z'])).toBeNull()
  })

  it.each([
    '',
    '[]',
    'jobs: 3',
    'jobs: { a: 1 }',
    'jobs: { a: {',
    `jobs: { a: { name: ${'x'.repeat(600_000)} } }`,
    '\0',
  ])('is not told by %.30j', (text) => expect(readWorkflow(text)).toBeNull())

  it('of a hostile name is found in time', () => {
    const name = `\${{ a }}a`.repeat(100)
    const shown = 'a'.repeat(500)
    expect(needs(`jobs: { a: { name: "${name}" } }`, [shown])).toEqual({ [shown]: [] })
    expect(needs(`jobs: { a: { name: "${name}" } }`, [`${shown}b`])).toBeNull()
  })
})

describe('a collection', () => {
  const here = world()
  const at = '2026-05-01T10:00:00Z'
  const needsOf = () => Object.fromEntries(here.sink.of('job').map(({ name, needs: needed }) => [name, needed]))

  test('says what jobs need, by the file as the newest run of the default branch saw it', async () => {
    here.shop.commit()
    for (const [run, names] of [
      [here.shop.run({ created_at: at, head_branch: 'old' }), ['lint']],
      [here.shop.run({ created_at: '2026-05-02T10:00:00Z' }), ['lint', 'Test on mac (20)', 'build']],
      [here.shop.run({ created_at: '2026-05-03T10:00:00Z', head_branch: 'other' }), ['elsewhere']],
    ] as const) {
      for (const name of names) here.shop.job(run, { name })
    }
    const sha = here.shop.runs[1]?.head_sha
    here.shop.files.set(`${sha} .github/workflows/build.yml`, FILE)
    await here.collect({ jobs: 'all' })
    expect(needsOf()).toEqual({
      lint: [],
      'Test on mac (20)': [],
      build: ['lint', 'Test on mac (20)'],
      elsewhere: undefined,
    })
    here.fake.taken()
    await here.collect({ jobs: 'all' })
    expect(here.fake.taken().charged).toBe(1)
  })

  test('goes on without a file that is not there or may not be read', async () => {
    here.shop.commit()
    const run = here.shop.run({ created_at: at })
    here.shop.job(run, { name: 'lint' })
    expect(await here.collect({ jobs: 'all' })).toMatchObject({ status: 'completed' })
    here.fake.intercept = ({ path }) =>
      path.includes('/contents/') ? { status: 403, body: { message: 'Resource not accessible' } } : undefined
    here.shop.job(here.shop.run({ created_at: '2026-05-02T10:00:00Z' }), { name: 'lint' })
    expect(await here.collect({ jobs: 'all' })).toMatchObject({ status: 'completed' })
    expect(here.sink.of('job').map(({ needs: needed }) => needed)).toEqual([undefined, undefined])
  })
})
