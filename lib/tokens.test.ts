import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DARK, LIGHT, onWhite } from './tokens'

const css = readFileSync(new URL('../app/globals.css', import.meta.url), 'utf8')

const property = (name: string) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

test.each(Object.entries(LIGHT))('%s is what the style sheet has in the light theme', (name, colour) => {
  expect(css).toContain(`${property(name)}: light-dark(${colour},`)
})

test.each(Object.entries(DARK))('%s is what the style sheet has in the dark theme', (name, colour) => {
  expect(css).toMatch(new RegExp(`${property(name)}: light-dark\\(#[0-9a-f]{6}, ${colour}\\)`))
})

test('mixes with white as color-mix does', () => {
  expect(onWhite('#000000', 1)).toBe('#000000')
  expect(onWhite('#000000', 0)).toBe('#ffffff')
  expect(onWhite('#086a78', 0.16)).toBe('#d7e7e9')
})
