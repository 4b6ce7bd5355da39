import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8')

function token(name: string, theme: 'light' | 'dark'): string {
  const pair = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css)
  if (!pair) throw new Error(`--${name} is not a pair of colours`)
  return (theme === 'light' ? pair[1] : pair[2]) ?? ''
}

/** WCAG 2 relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (light + 0.05) / (dark + 0.05)
}

test('black on white is 21', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5))

const TEXT = [
  ['ink', 'paper'],
  ['ink', 'raised'],
  ['ink', 'band'],
  ['ink-quiet', 'paper'],
  ['ink-quiet', 'raised'],
  ['ink-quiet', 'band'],
  ['accent', 'paper'],
  ['accent', 'raised'],
  ['accent', 'accent-soft'],
  ['failed-ink', 'paper'],
] as const
const SHAPES = [
  ['active', 'paper'],
  ['failed', 'paper'],
  ['recovered', 'paper'],
  ['line-strong', 'paper'],
  ['line-strong', 'raised'],
  ['active', 'waiting'],
] as const

for (const theme of ['light', 'dark'] as const) {
  test.each(TEXT)(`${theme}: %s is readable on %s`, (front, back) => {
    expect(contrast(token(front, theme), token(back, theme))).toBeGreaterThanOrEqual(4.5)
  })

  // The hatch carries the waiting stages where their sand alone would be faint.
  test.each(SHAPES)(`${theme}: %s stands out from %s`, (front, back) => {
    expect(contrast(token(front, theme), token(back, theme))).toBeGreaterThanOrEqual(
      front === 'active' && back === 'waiting' ? 2 : 3,
    )
  })

  test(`${theme}: the hatch is seen on the sand or on the paper`, () => {
    const hatch = token('waiting-hatch', theme)
    expect(
      Math.max(contrast(hatch, token('waiting', theme)), contrast(hatch, token('paper', theme))),
    ).toBeGreaterThanOrEqual(2.5)
  })
}
