// The colours of the themes as plain values, for pictures and mail, which have no style sheet. globals.css owns them.

export const LIGHT = {
  paper: '#fafbfd',
  raised: '#ffffff',
  ink: '#16202c',
  inkQuiet: '#4c5968',
  line: '#dbe1e8',
  lineStrong: '#8592a0',
  accent: '#086a78',
  signal: '#16202c',
} as const

/** What mail needs where its reader prefers the dark. */
export const DARK = {
  paper: '#10161d',
  raised: '#18202a',
  ink: '#e7ecf2',
  inkQuiet: '#a5b2c0',
  line: '#2b3540',
  accent: '#63c7d6',
} as const satisfies Partial<Record<keyof typeof LIGHT, string>>

/** Paper of what leaves the program. */
export const WHITE = '#ffffff'

/** `color-mix(in srgb, colour share, white)`; colours as `#rrggbb`, the share 0 to 1. */
export function onWhite(colour: string, share: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) * share + 255 * (1 - share))
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}
