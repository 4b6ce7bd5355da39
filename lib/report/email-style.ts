// How a report looks as mail. Programs differ in what they read: what must hold is inline, what is nice is in the sheet.
import type { CSSProperties } from 'react'
import { DARK, LIGHT } from '../tokens'

export const WIDTH = 600
const FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

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

const text: CSSProperties = { fontFamily: FONT, margin: 0, color: LIGHT.ink, wordBreak: 'break-word' }

export const STYLE = {
  body: { margin: 0, padding: 0, backgroundColor: LIGHT.paper, fontFamily: FONT },
  column: { width: WIDTH, maxWidth: '100%' },
  side: { padding: '24px 32px', backgroundColor: LIGHT.raised },
  when: { ...text, fontSize: 13, lineHeight: '20px', color: LIGHT.inkQuiet },
  title: { ...text, fontSize: 24, lineHeight: '32px', fontWeight: 600 },
  lead: { ...text, fontSize: 17, lineHeight: '26px', marginTop: 8 },
  head: { ...text, fontSize: 18, lineHeight: '26px', fontWeight: 600, marginTop: 32, marginBottom: 4 },
  part: { ...text, fontSize: 15, lineHeight: '22px', fontWeight: 600, marginTop: 12 },
  line: { ...text, fontSize: 15, lineHeight: '22px', marginTop: 4 },
  table: { width: '100%', borderCollapse: 'collapse' },
  row: {
    ...text,
    textAlign: 'left',
    verticalAlign: 'top',
    fontWeight: 400,
    fontSize: 15,
    lineHeight: '22px',
    padding: '10px 8px 10px 0',
    borderTop: `1px solid ${LIGHT.line}`,
  },
  value: {
    ...text,
    textAlign: 'right',
    verticalAlign: 'top',
    whiteSpace: 'nowrap',
    fontSize: 20,
    lineHeight: '24px',
    fontWeight: 600,
    fontVariantNumeric: 'tabular-nums',
    padding: '10px 0',
    borderTop: `1px solid ${LIGHT.line}`,
  },
  change: { fontSize: 13, lineHeight: '20px', fontWeight: 400, color: LIGHT.inkQuiet },
  detail: { fontSize: 13, lineHeight: '20px', color: LIGHT.inkQuiet },
  number: {
    ...text,
    textAlign: 'right',
    verticalAlign: 'top',
    fontSize: 14,
    lineHeight: '20px',
    fontVariantNumeric: 'tabular-nums',
    padding: '8px 0 8px 8px',
    borderTop: `1px solid ${LIGHT.line}`,
  },
  label: { fontSize: 13, color: LIGHT.inkQuiet, fontWeight: 400, borderTop: 'none' },
  picture: { width: '100%', height: 'auto', borderRadius: 6, fontSize: 12, lineHeight: '18px', color: LIGHT.inkQuiet },
  link: { color: LIGHT.accent, fontSize: 16, lineHeight: '24px', textDecorationLine: 'underline', fontFamily: FONT },
  foot: { ...text, fontSize: 12, lineHeight: '18px', color: LIGHT.inkQuiet, marginTop: 8 },
} as const satisfies Record<string, CSSProperties>
