// SVG as text. A picture brings everything along: no style sheet, no script, nothing to fetch.
import { FONT, type Weight } from './font'
import { plain } from './lettering'

export type Picture = { svg: string; width: number; height: number }
type Attributes = Record<string, string | number | null>

export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`],
  )
  return `<${name}${written.join('')}${content === '' ? '/>' : `>${content}</${name}>`}`
}

export type Lettering = { size: number; fill: string; weight?: Weight; anchor?: 'start' | 'middle' | 'end' }

/** One line; `y` is its base line. Whatever is in `words`, it is text. */
export function text(x: number, y: number, words: string, { size, fill, weight = 400, anchor }: Lettering): string {
  if (words === '') return ''
  const attributes = { x, y, fill, 'font-family': FONT, 'font-size': size, 'font-weight': weight }
  return element('text', { ...attributes, 'text-anchor': anchor ?? null }, escaped(plain(words)))
}

export function svgOf(width: number, height: number, paper: string, content: string): Picture {
  const box = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
  }
  const back = element('rect', { width, height, fill: paper })
  return { svg: element('svg', box, back + content), width, height }
}

export function rounded(value: number): string {
  return String(Number(value.toFixed(2)))
}

const NAMES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

export function escaped(words: string): string {
  return words.replaceAll(/[&<>"']/g, (sign) => NAMES[sign] ?? '')
}
