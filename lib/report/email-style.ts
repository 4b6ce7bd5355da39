// How a report looks as mail. Programs differ in what they read: what must hold is inline, what is nice is in the sheet.
import type { CSSProperties } from 'react'
import { DARK, LIGHT } from '../tokens'

export const WIDTH = 600
/** Without quotes, which every element would carry as six letters each. */
const FONT = '-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif'

/** Names of classes whose colours the dark changes. */
const DARKENED = {
  paper: `background-color:${DARK.paper}`,
  raised: `background-color:${DARK.raised}`,
  ink: `color:${DARK.ink}`,
  quiet: `color:${DARK.inkQuiet}`,
  line: `border-color:${DARK.line}`,
  link: `color:${DARK.accent}`,
}

/** NOTE: no quotes and no signs that HTML escapes, because React writes the sheet as text. */
export const SHEET = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  '@media (max-width:620px){.column{width:100% !important}.side{padding-left:16px !important;padding-right:16px !important}}',
  `@media (prefers-color-scheme:dark){${Object.entries(DARKENED)
    .map(([name, style]) => `.${name}{${style} !important}`)
    .join('')}}`,
].join('')

const { ink, inkQuiet, line, accent, paper, raised } = LIGHT
const base: CSSProperties = { fontFamily: FONT, margin: 0, color: ink, wordBreak: 'break-word' }
const text = (fontSize: number, lineHeight: number): CSSProperties => ({
  ...base,
  fontSize,
  lineHeight: `${lineHeight}px`,
})
const small: CSSProperties = { ...text(13, 20), color: inkQuiet, fontWeight: 400 }
const rule = `1px solid ${line}`

const cell: CSSProperties = { ...text(15, 22), verticalAlign: 'top', fontWeight: 400, borderTop: rule }
const value: CSSProperties = {
  ...cell,
  ...text(20, 24),
  padding: '10px 0',
  textAlign: 'right',
  whiteSpace: 'nowrap',
  fontWeight: 600,
  fontVariantNumeric: 'tabular-nums',
}
const number: CSSProperties = {
  ...cell,
  ...text(14, 20),
  padding: '8px 0 8px 8px',
  textAlign: 'right',
  whiteSpace: 'nowrap',
  fontVariantNumeric: 'tabular-nums',
}
const name: CSSProperties = { ...number, paddingLeft: 0, textAlign: 'left', whiteSpace: 'normal' }

export const STYLE = {
  body: { margin: 0, padding: 0, backgroundColor: paper, fontFamily: FONT },
  column: { width: WIDTH, maxWidth: '100%' },
  side: { padding: '24px 32px', backgroundColor: raised },
  title: { ...text(24, 32), fontWeight: 600 },
  lead: { ...text(17, 26), marginTop: 8 },
  head: { ...text(18, 26), fontWeight: 600, marginTop: 32, marginBottom: 4 },
  part: { ...text(15, 22), fontWeight: 600, marginTop: 12 },
  line: { ...text(15, 22), marginTop: 4 },
  next: { ...text(15, 22), marginTop: 8 },
  quiet: small,
  table: { width: '100%', borderCollapse: 'collapse', marginTop: 8, marginBottom: 8 },
  row: { ...cell, textAlign: 'left', padding: '10px 8px 10px 0' },
  value,
  none: { ...value, ...text(15, 24), fontWeight: 400, color: inkQuiet },
  change: { ...small, whiteSpace: 'normal' },
  detail: small,
  phrase: { whiteSpace: 'nowrap' },
  signal: { ...text(13, 20), fontWeight: 600 },
  name,
  number,
  nameLabel: { ...name, ...small, borderTop: 'none' },
  numberLabel: { ...number, ...small, borderTop: 'none' },
  // What stands in the place of a picture that is not shown is its numbers.
  picture: {
    ...text(12, 18),
    color: inkQuiet,
    width: '100%',
    maxWidth: 504,
    height: 'auto',
    marginTop: 8,
    borderRadius: 6,
  },
  way: { ...text(16, 24), marginTop: 32 },
  link: { color: accent, textDecorationLine: 'underline' },
  end: { marginTop: 24 },
  foot: { ...text(12, 18), color: inkQuiet, marginTop: 8 },
} as const satisfies Record<string, CSSProperties>
