// Every class that a component names is in its style sheet: no compiler checks it.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const IMPORT = /import (\w+) from '(\.[^']*\.module\.css)'/g

const components = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx'))
  .map((file) => join('app', file))

const classesOf = (file: string) =>
  new Set([...readFileSync(file, 'utf8').matchAll(/\.([a-zA-Z_][\w-]*)(?=[^{}]*\{)/g)].map(([, name]) => name ?? ''))

test('every class that is named is in its sheet', () => {
  expect(components.length).toBeGreaterThan(100)
  const missing = components.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    const code = text.replace(IMPORT, '')
    return [...text.matchAll(IMPORT)].flatMap(([, local = '', path = '']) => {
      const known = classesOf(join(dirname(file), path))
      const named = [...code.matchAll(new RegExp(`(?<![.\\w])${local}\\.(\\w+)`, 'g'))].map(([, name]) => name ?? '')
      return [...new Set(named)].filter((name) => !known.has(name)).map((name) => `${file}: ${local}.${name}`)
    })
  })
  expect(missing).toEqual([])
})
