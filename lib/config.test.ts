// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
import { describe, expect, test } from 'vitest'
import { parseConfigText } from './config'
import { escapeReferences, fillAll, fillText, hasLiteralSecret } from './variables'

const read = (text: string, environment: Record<string, string> = {}) =>
  parseConfigText(text, 'streamgauge.yaml', environment)
const team = (text: string, environment: Record<string, string>) => read(text, environment).teams[0]?.name
const failure = (text: string, environment: Record<string, string> = {}) => {
  try {
    read(text, environment)
  } catch (error) {
    return error as Error
  }
  throw new Error('was accepted')
}

describe('a variable in the file', () => {
  test.each([
    ['teams:\n  - name: ${A}', 'a'],
    ['teams: [{ name: ${A} }]', 'a'],
    ['teams: [{name: ${A}}]', 'a'],
    ['teams: [{ name: x${A}-${B}y }]', 'xa-by'],
    ['teams: [{ name: "${A}" }]', 'a'],
    ["teams: [{ name: '${A} ${B}' }]", 'a b'],
    ['teams: [{ name: >-\n ${A} }]', undefined],
    ['teams:\n  - name: >-\n      ${A}\n      ${B}', 'a b'],
    ['teams: [{ name: $${A} }]', '${A}'],
    ['teams: [{ name: $A }]', '$A'],
    ['teams: # ${NOT_SET}\n  - name: ${A}', 'a'],
  ])('%j reads %j', (text, expected) => {
    const environment = { A: 'a', B: 'b' }
    if (expected === undefined) expect(failure(text, environment).message).toContain('is not YAML')
    else expect(team(text, environment)).toBe(expected)
  })

  test.each(['it\'s "so"', 'a\nb: c', 'x: y', '}, { name: z', '# no', 'null', '${B}', '\ue000A\ue001', '[', '& * !'])(
    'never changes the structure: %j',
    (value) => {
      for (const text of ['teams: [{ name: ${A} }]', 'teams:\n  - name: ${A}', 'teams: [{ name: "${A}" }]'])
        expect(read(text, { A: value }).teams).toEqual([{ name: value }])
    },
  )

  test('that is not set is named, with the file', () => {
    const message = 'streamgauge.yaml reads variables that are not set: A, B.'
    expect(failure('teams: [{ name: ${A} }]\nsources: [{ name: x, kind: git, url: ${B} }]')).toMatchObject({ message })
  })

  test('keeps lines, columns and names in what is told of a mistake', () => {
    expect(failure('teams: [{ name: ${A} }]\nbots: [${A}').message).toMatch(/not YAML.*line 2, column 12/)
    expect(failure('teams: [{ ${A}: x, name: y }]').message).toContain('"${A}"')
  })

  test('stays a variable in what is a source’s own', () => {
    const { sources } = read('sources: [{ name: ${N}, kind: git, url: https://me:${T}@h/x, more: }]', {
      N: 'n',
      T: 't',
    })
    expect(sources).toEqual([{ name: 'n', kind: 'git', url: 'https://me:${T}@h/x' }])
    expect(fillAll(sources[0], { T: 't' }, 'x')).toMatchObject({ url: 'https://me:t@h/x' })
  })
})

test('a secret with an address’s own characters stays before the host', () => {
  const filled = fillText('https://${U}:${P}@host/${R}', { U: 'me@x', P: '1/y@z#?\\', R: 'a/b' }, new Set())
  const { username, password, host, pathname } = new URL(filled)
  expect([username, decodeURIComponent(password), host, pathname]).toEqual(['me%40x', '1/y@z#?\\', 'host', '/a/b'])
})

test('what is escaped is filled in as it was', () => {
  for (const text of ['a${B}c', '$${B}', '${', '$'])
    expect(fillText(escapeReferences(text), { B: 'b' }, new Set())).toBe(text)
})

test.each([
  ['https://me:secret@h/x', true],
  ['https://secret@h/x', true],
  ['https:///me:secret@h/x', true],
  ['https://me:${T}x@h/x', true],
  ['https://me:$${T}@h/x', true],
  ['ssh://git:secret@h/x', true],
  ['https://me:${T}@h/x', false],
  ['https://${T}@h/x', false],
  ['https://${CREDENTIALS}@h/x', false],
  ['ssh://git@h/x', false],
  ['git@h:x/y', false],
  ['https://h/@scope/x:y@z', false],
  ['${URL}', false],
])('%s has a secret written out: %j', (text, expected) => {
  expect(hasLiteralSecret(text)).toBe(expected)
})
