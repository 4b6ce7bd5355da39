// The page of a link to unsubscribe, whole: whoever follows it may not enter anything else of ours, not even its looks.
import { DARK, LIGHT } from '../tokens'

export type UnsubscribeState = { kind: 'asks' | 'done'; name: string; address: string } | { kind: 'unknown' | 'demo' }

const SHEET = [
  ':root{color-scheme:light dark}',
  `body{margin:0;padding:48px 16px;background:${LIGHT.paper};color:${LIGHT.ink};font:16px/1.5 system-ui,sans-serif}`,
  'main{max-width:560px;margin:0 auto}h1{margin:0;font-size:28px;line-height:1.25;overflow-wrap:anywhere}p{overflow-wrap:anywhere}',
  `button{min-height:44px;padding:8px 20px;border:0;border-radius:6px;background:${LIGHT.accent};color:${LIGHT.paper};font:inherit;font-weight:500;cursor:pointer}`,
  `.quiet{color:${LIGHT.inkQuiet}}button:focus-visible{outline:2px solid ${LIGHT.accent};outline-offset:2px}`,
  `@media(prefers-color-scheme:dark){body{background:${DARK.paper};color:${DARK.ink}}button{background:${DARK.accent};color:${DARK.paper}}.quiet{color:${DARK.inkQuiet}}}`,
].join('')

export function unsubscribePage(state: UnsubscribeState): string {
  const { title, lines, button } = wordsOf(state)
  const form = button
    ? `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">${escaped(button)}</button></form>`
    : ''
  return [
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">',
    `<title>${escaped(title)} – Streamgauge</title><style>${SHEET}</style></head><body><main>`,
    `<h1>${escaped(title)}</h1>${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}${form}`,
    '<p class="quiet">Streamgauge</p></main></body></html>',
  ].join('\n')
}

function wordsOf(state: UnsubscribeState): { title: string; lines: string[]; button: string | null } {
  switch (state.kind) {
    case 'asks':
      return {
        title: `No longer get “${state.name}”`,
        lines: [
          `It is sent to ${state.address}. Nothing has changed yet: press the button, and it is not sent there any more.`,
        ],
        button: 'Unsubscribe',
      }
    case 'done':
      return {
        title: `“${state.name}” is not sent to you any more`,
        lines: [
          `Nothing more of it goes to ${state.address}.`,
          'To get it again, ask whoever looks after Streamgauge where you work: on the page of this report your address can be resumed.',
        ],
        button: null,
      }
    case 'unknown':
      return {
        title: 'This link leads nowhere',
        lines: [
          'It is not one that was sent, or a part of it is missing. Follow it from the mail itself once more, or ask whoever looks after Streamgauge where you work.',
        ],
        button: null,
      }
    case 'demo':
      return {
        title: 'Nothing was changed',
        lines: ['This is a demonstration: it sends no reports.'],
        button: null,
      }
  }
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)
}
