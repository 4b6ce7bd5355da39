import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyGlob, compileGlob, compilePattern } from './patterns'

function matches(pattern: string, text: string): boolean {
  const compiled = compilePattern(pattern)
  if (!compiled.ok) throw new Error(compiled.reason)
  return compiled.test(text)
}

function reason(pattern: string): string {
  const compiled = compilePattern(pattern)
  return compiled.ok ? '' : compiled.reason
}

describe('compilePattern', () => {
  it.each([
    ['deploy', 'Build and Deploy to prod', true],
    ['^deploy$', 'Deploy', true],
    ['^deploy$', 'redeploy', false],
    ['^prod(uction)?$', 'PRODUCTION', true],
    ['^prod(uction)?$', 'product', false],
    ['test|spec|check', 'unit-tests', true],
    ['', 'anything', true],
    ['ÉTÉ', 'été', true],
    ['a.c', 'a\nc', false],
  ])('%s in %j is %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected))

  it.each(['(?=a)b', 'a(?!b)', '(?<=a)b', '(?<!a)b'])('refuses lookaround %s by name', (pattern) => {
    expect(reason(pattern)).toBe('lookahead and lookbehind are not supported (RE2 syntax)')
  })

  it('says why another pattern cannot be used', () => {
    expect(reason('(a)\\1')).toBe('references to earlier groups are not supported (RE2 syntax)')
    expect(reason('(a')).toBe('missing closing ): `(a`')
    expect(reason('[z-a]')).toBe('invalid character class range: `z-a`')
    expect(reason('a'.repeat(1001))).toBe('it is longer than 1000 characters')
    expect(matches('a'.repeat(1000), 'a'.repeat(1000))).toBe(true)
  })

  it('stays linear where backtracking explodes', () => {
    // Backtracking would not come to an end.
    expect(matches('^(a+)+$', `${'a'.repeat(5000)}!`)).toBe(false)
  })

  it('gives the compiled pattern again', () => {
    expect(compilePattern('again')).toBe(compilePattern('again'))
  })
})

describe('compileGlob', () => {
  it.each([
    ['README.md', 'README.md', true],
    ['README.md', 'readme.md', false],
    ['README.md', 'docs/README.md', false],
    ['*.md', 'a.md', true],
    ['*.md', '.md', true],
    ['*.md', 'docs/a.md', false],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a?c', 'ac', false],
    ['apps/shop/**', 'apps/shop/a', true],
    ['apps/shop/**', 'apps/shop/a/b.ts', true],
    ['apps/shop/**', 'apps/shop', false],
    ['apps/shop/**', 'apps/shopping/a', false],
    ['apps/shop/**', 'x/apps/shop/a', false],
    ['apps/*/src/**', 'apps/shop/src/a/b', true],
    ['apps/*/src/**', 'apps/a/b/src/c', false],
    ['**', 'a/b/c', true],
    ['**/*.ts', 'a.ts', true],
    ['**/*.ts', 'a/b/c.ts', true],
    ['**/*.ts', 'a/b/c.tsx', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/xb', false],
    ['a/**/b', 'ab', false],
    ['a/**/**/b', 'a/b', true],
    ['a**b', 'a/x/b', true],
    ['a**b', 'ab', true],
    ['a**/b', 'ax/y/b', true],
    ['a**/b', 'ab', false],
    ['[ab]{c}.(d)+^$\\|', '[ab]{c}.(d)+^$\\|', true],
    ['*[ab]{c}.(d)+^$\\|-#', '[ab]{c}.(d)+^$\\|-#', true],
    ['*.js', 'axjs', false],
    ['!a*', '!ab', true],
    ['*', 'a\nb', true],
    ['?', '😀', true],
    ['', '', true],
    ['', 'a', false],
  ])('%s on %j is %s', (glob, path, expected) => expect(compileGlob(glob)(path)).toBe(expected))

  it('takes a path without wildcards as itself, also behind a wildcard', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const literal = text.replace(/[*?]/g, '')
        expect(compileGlob(literal)(literal)).toBe(true)
        expect(compileGlob(`**/x*${literal}`)(`a/b/x1${literal}`)).toBe(true)
      }),
    )
  })

  it('stays linear with many stars', () => {
    // Backtracking would not come to an end.
    expect(compileGlob(`${'*a'.repeat(30)}b`)('a'.repeat(5000))).toBe(false)
  })
})

it('anyGlob needs one match', () => {
  const matches = anyGlob(['package.json', 'apps/shop/**', 'libs/*/index.ts'])
  expect(['package.json', 'apps/shop/x', 'libs/a/index.ts'].every(matches)).toBe(true)
  expect(['apps/package.json', 'apps/other/x', 'libs/a/b/index.ts'].some(matches)).toBe(false)
  expect(anyGlob([])('a')).toBe(false)
})
