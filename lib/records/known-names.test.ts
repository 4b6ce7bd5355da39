import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KnownNames } from './known-names'
import { EVERYDAY, TECHNICAL } from './ordinary-words'

const key = 'a people key of this test'

function knowing(...authors: string[]): KnownNames {
  const names = new KnownNames(key)
  for (const author of authors) names.learn(author)
  return names
}

describe('a known name', () => {
  test.each([
    ['bob', 'Fix what bob broke', 'Fix what … broke'],
    ['bob', "BOB's patch, bobby's test", "…'s patch, bobby's test"],
    ['bob', 'deploy_bob and bob-2', 'deploy_… and …-2'],
    ['alice', 'Merge alice/feature', 'Merge …/feature'],
    ['alice', 'See https://github.com/alice/shop/pull/3', 'See https://github.com/…/shop/pull/3'],
    ['alice', 'revert-12-alice/fix', 'revert-12-…/fix'],
    ['Jane Roe', 'Pair with jane roe, not Jane Row', 'Pair with …, not Jane Row'],
    ['Jane van der Roe', 'Thank Jane van der Roe twice', 'Thank … twice'],
    ['jane-roe', 'jane-roe/fix of Jane', '…/fix of Jane'],
    ['Zoë Ångström', 'By ZOË ÅNGSTRÖM', 'By …'],
    ['山田 太郎', '山田 太郎 asked', '… asked'],
    ['Jane Roe <jane.roe@acme.example>', 'Jane Roe (jane.roe) asked', '… (…) asked'],
    ['acme-helper[bot]', 'By acme-helper[bot]', 'By …]'],
  ])('%j is masked in %j', (author, text, masked) => {
    expect(knowing(author).mask(text)).toBe(masked)
    expect(knowing(author).mask(masked)).toBe(masked)
  })

  test('the longest one wins, and a beginning is none', () => {
    const names = knowing('jane', 'Jane Roe', 'John Doe Smith')
    expect(names.mask('Jane Roe and jane and John Doe')).toBe('… and … and John Doe')
  })

  test('of a mail address the login, where it looks like one', () => {
    const names = knowing('ada.l@acme.example', 'maxi@acme.example', '123+octo-cat@users.noreply.example')
    expect(names.mask('ada.l, octo-cat')).toBe('…, …')
    expect(names.mask('maxi/fix the maxi size')).toBe('…/fix the maxi size')
  })

  test.each([
    ['test', 'test/login: test the main shop'],
    ['main', 'Merge main into release/1.2'],
    ['release-build', 'Fix the release-build'],
    ['will', 'This will do'],
    ['al', 'al dente'],
    ['renovate[bot]', 'By renovate[bot]'],
    ['42', 'Answer 42'],
    ['info@acme.example', 'info/help for info'],
    ['dependabot[bot]@users.noreply.example', 'dependabot/npm'],
  ])('%j leaves %j alone', (author, text) => {
    expect(knowing(author).mask(text)).toBe(text)
  })

  test('an everyday word is one before a slash', () => {
    expect(knowing('will').mask('will/feature will do')).toBe('…/feature will do')
  })

  test('stays where the record is of that name', () => {
    const names = knowing('acme', 'shop', 'jane-roe')
    expect(names.mask('acme shop of jane-roe', ['acme/shop', undefined])).toBe('acme shop of …')
    expect(names.mask('jane-roe', ['jane-roe/shop'])).toBe('jane-roe')
    expect(names.mask('jane-roe', ['jane-roes/shop'])).toBe('…')
  })
})

test('what is stored are hashes, and they are enough for another process', () => {
  const marks = knowing('Jane Roe', 'janeroe').unstored()
  expect(marks).toHaveLength(3)
  for (const { hash } of marks) expect(hash).toMatch(/^[\w-]{22}$/)
  const other = new KnownNames(key)
  expect(other.mask('Jane Roe is janeroe')).toBe('Jane Roe is janeroe')
  other.add(marks)
  expect(other.mask('Jane Roe is janeroe')).toBe('… is …')
  expect(other.unstored()).toEqual([])
  const stranger = new KnownNames('another key')
  stranger.add(marks)
  expect(stranger.mask('Jane Roe is janeroe')).toBe('Jane Roe is janeroe')
})

test('a beginning that becomes a name is stored anew', () => {
  const names = knowing('Jane Roe')
  names.add(names.unstored())
  expect(names.unstored()).toEqual([])
  names.learn('jane')
  expect(names.unstored()).toMatchObject([{ whole: true }])
})

test('a name is late if a text had a word of it before, and only then', () => {
  const names = new KnownNames(key)
  names.learn('someone')
  names.mask('Fix what bob broke')
  names.learn('jane')
  expect(names.late).toBe(false)
  names.learn('Bob Builder')
  expect(names.late).toBe(true)
})

test('whatever the names, no whole one is left', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'X', 'é', '1'), minLength: 3, maxLength: 5 })
  const name = fc
    .tuple(word, fc.constantFrom('-', ' ', '.', '_'), word)
    .map((parts) => `z${parts.join('')}`)
    .filter((text) => text.length > 5)
  const text = fc.array(fc.oneof(name, word), { maxLength: 6 })
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), text, (authors, words) => {
      const mixed = [...words, ...authors].join(', ')
      const masked = knowing(...authors).mask(mixed)
      const left = masked.toLowerCase().split(/, /)
      for (const author of authors) expect(left).not.toContain(author.toLowerCase())
    }),
  )
})

test('a text of 16 MB is read once: with its square it would not come to an end', () => {
  const names = knowing('Jane Roe', 'aaa')
  for (const text of ['jane '.repeat(3_300_000), 'a'.repeat(16_000_000)]) expect(names.mask(text) === text).toBe(true)
  expect(names.mask(`${'jane '.repeat(3_300_000)}roe`).endsWith('jane …')).toBe(true)
})

test('ordinary words are lower-case, long enough to matter, and on one list', () => {
  for (const word of [...TECHNICAL, ...EVERYDAY]) expect(word).toBe(word.toLowerCase())
  expect([...EVERYDAY].filter((word) => TECHNICAL.has(word))).toEqual([])
})
