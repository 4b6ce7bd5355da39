import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LIGHT, onWhite } from './tokens'

const css = readFileSync(new URL('../app/globals.css', import.meta.url), 'utf8')

test.each(Object.entries(LIGHT))('%s is what the style sheet has in the light theme', (name, colour) => {
  const property = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  expect(css).toContain(`--${property}: light-dark(${colour},`)
})

test('mixes with white as color-mix does', () => {
  expect(onWhite('#000000', 1)).toBe('#000000')
  expect(onWhite('#000000', 0)).toBe('#ffffff')
  expect(onWhite('#086a78', 0.16)).toBe('#d7e7e9')
})
