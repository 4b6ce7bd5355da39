import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, isForeign, lines, plain, textWidth } from './lettering'
import { pngOf, SCALE } from './png'
import { signalNames } from './signal-names'
import { svgOf, text } from './svg'
import { type PictureWords, trendPicture } from './trend-picture'
import type { TrendDrawing } from './trend-plot'

const WORDS: PictureWords = {
  title: 'Lead time for changes',
  about: 'shop',
  value: '22 h',
  remarks: ['96 changes', '95 % interval 20 h to 25 h'],
  when: 'The last 12 weeks: 2 Mar - 24 May 2026 · as of Sun 24 May 2026, 12:00, UTC',
  heading: 'Lead time for changes, weekly median',
  sentence: '3 whole weeks, from 20 h to 31 h.',
  key: [
    { sign: 'line', words: 'weekly median' },
    { sign: 'ring', words: 'signal' },
  ],
  notes: [{ number: 1, when: '4 Mar 2026', words: 'Freeze' }],
  more: '',
  definition: 'Median time from the first commit to production.',
  source: 'Streamgauge · Definitions: streamgauge, version 1',
}
const DRAWING: TrendDrawing = {
  yMarks: [
    { y: 0, label: '0' },
    { y: 1, label: '2 d' },
  ],
  xMarks: [
    { x: 0, label: '2 Mar' },
    { x: 0.4, label: '9 Mar' },
    { x: 0.41, label: '10 Mar' },
  ],
  lines: [
    [
      { x: 0.1, y: 0.2 },
      { x: 0.5, y: 0.9 },
    ],
  ],
  dashes: [],
  bands: [
    [
      { x: 0.1, low: 0.1, high: 0.3 },
      { x: 0.5, low: 0.8, high: 1 },
    ],
  ],
  bars: [],
  dots: [{ x: 0.5, y: 0.9, hollow: true }],
  singles: [{ x: 0.7, y: 0.5 }],
  beyond: [0.8],
  limits: [
    {
      kind: 'limit',
      runs: [
        [
          { x: 0, y: 0.5 },
          { x: 1, y: 0.5 },
        ],
      ],
      label: 'upper limit 24 h',
      labelY: 0.5,
    },
  ],
  rings: [{ x: 0.5, y: 0.9, isNamed: true }],
  flags: [{ x: 0.2, until: 0.3, number: 1 }],
}

const ANY = fc.string({ unit: 'grapheme', maxLength: 300 })
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words)

describe('the picture of a trend', () => {
  it('says what is needed by who has nothing else', () => {
    const { svg } = trendPicture(DRAWING, WORDS)
    const texts = textsOf(svg)
    for (const words of [
      WORDS.title,
      'shop',
      '22 h',
      WORDS.when,
      WORDS.sentence,
      'weekly median',
      'Freeze',
      WORDS.source,
    ])
      expect(texts).toContain(words)
    expect(texts).toContain('96 changes · 95 % interval 20 h to 25 h')
    expect(texts).toEqual(expect.arrayContaining(['2 d', '2 Mar', 'upper limit 24 h', 'signal']))
    expect(texts).not.toContain('10 Mar') // it would stand on the mark before
  })

  it('stands alone: no variables, classes, styles or anything to fetch', () => {
    expect(trendPicture(DRAWING, WORDS).svg).not.toMatch(/var\(|class=|style=|href|url\(|light-dark/)
  })

  it('has the same frame without data, and the words in the place of the drawing', () => {
    const picture = trendPicture(null, { ...WORDS, sentence: 'No changes in this window.', key: [], notes: [] })
    expect(textsOf(picture.svg)).toContain('No changes in this window.')
    expect(picture.width).toBe(trendPicture(DRAWING, WORDS).width)
  })

  it('keeps names text, and inside the picture, whatever they are', () => {
    const { svg } = trendPicture(DRAWING, { ...WORDS, about: '</text><script>alert("&")</script>' })
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;')
    fc.assert(
      fc.property(ANY, (name) => {
        const named = trendPicture(DRAWING, { ...WORDS, about: name, notes: [{ number: 1, when: '', words: name }] })
        const bare = trendPicture(DRAWING, { ...WORDS, about: '', notes: [{ number: 1, when: '', words: '' }] })
        const tags = (svgText: string) => svgText.replaceAll(/<text[^>]*>[^<]*<\/text>/g, '')
        expect(tags(named.svg)).toBe(tags(bare.svg))
        expect(named.height).toBe(bare.height)
      }),
      { numRuns: 50 },
    )
  })

  it('gives flags that are close a row each', () => {
    const flags = [1, 2, 3].map((number) => ({ x: 0.2 + number / 1000, until: null, number }))
    const apart = [1, 2, 3].map((number) => ({ x: number / 10, until: null, number }))
    const heightOf = (some: TrendDrawing['flags']) => trendPicture({ ...DRAWING, flags: some }, WORDS).height
    expect(heightOf(flags) - heightOf(apart)).toBe(36)
  })
})

describe('names of signals', () => {
  const inside = { left: 0, right: 1000, top: 0, bottom: 300 }
  const ring = (x: number, y: number) => ({ x, y, isNamed: true })

  it('stand above their rings, else where there is room, else nowhere', () => {
    const above = signalNames([ring(500, 150)], [], inside)
    expect(above[0]?.y).toBe(138)
    expect(signalNames([ring(500, 5)], [], inside)[0]?.y).toBe(26)
    expect(signalNames([ring(500, 150)], [{ x: 500, y: 134 }], inside)[0]?.y).toBe(171)
    const crowd = [470, 480, 490, 500, 510, 520, 530].flatMap((x) => [130, 138, 150, 162, 168].map((y) => ({ x, y })))
    expect(signalNames([ring(500, 150)], crowd, inside)).toEqual([])
  })

  it('never stand on each other or outside', () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 1000 }), y: fc.integer({ min: 0, max: 300 }) })
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), (places) => {
        const boxes = signalNames(
          places.map((one) => ({ ...one, isNamed: true })),
          [],
          inside,
        ).map(({ box }) => box)
        for (const [at, one] of boxes.entries()) {
          expect(one.left >= 0 && one.right <= 1000 && one.top >= 0 && one.bottom <= 300).toBe(true)
          for (const other of boxes.slice(at + 1)) {
            const isApart =
              one.left >= other.right || other.left >= one.right || one.top >= other.bottom || other.top >= one.bottom
            expect(isApart).toBe(true)
          }
        }
      }),
    )
  })
})

describe('lettering', () => {
  it('is as wide as the font says', () => {
    // Inter 4: a digit 1 is narrower than a 0, bold is wider than regular; the widths of parts add up.
    expect(textWidth('1', 100)).toBeLessThan(textWidth('0', 100))
    expect(textWidth('median', 100, 600)).toBeGreaterThan(textWidth('median', 100))
    expect(textWidth('ab', 20)).toBeCloseTo(textWidth('a', 20) + textWidth('b', 20), 9)
    expect(textWidth('', 20)).toBe(0)
  })

  it('is cut where its place ends, between whole letters', () => {
    expect(cut('shop', 100, 14)).toBe('shop')
    expect(cut('e\u0301e\u0301e\u0301e\u0301', 30, 14)).toBe('e\u0301e\u0301…')
    fc.assert(
      fc.property(ANY, fc.integer({ min: 20, max: 400 }), (words, width) => {
        expect(textWidth(cut(words, width, 14), 14)).toBeLessThanOrEqual(width)
      }),
    )
  })

  it('fills lines, of which the last one is cut', () => {
    expect(lines('one two', 1000, 14, 2)).toEqual(['one two'])
    expect(lines('', 1000, 14, 2)).toEqual([])
    fc.assert(
      fc.property(ANY, fc.integer({ min: 1, max: 4 }), (words, most) => {
        const made = lines(words, 200, 14, most)
        expect(made.length).toBeLessThanOrEqual(most)
        for (const line of made) expect(textWidth(line, 14)).toBeLessThanOrEqual(200)
      }),
    )
  })

  it('knows what other fonts must draw', () => {
    expect(['Größe № 5 · “α” Ж', 'مرحبا', '日本', '🚀'].map(isForeign)).toEqual([false, true, true, true])
  })

  it('has no letters that turn the text around them or that XML cannot hold, and boxes for emoji', () => {
    expect(plain('ship 👩‍👩‍👧‍👦 it 🇩🇪 © 2️⃣')).toBe('ship □ it □ © 2️⃣')
    expect(plain('a\u202eb\u0000c\nd\ud800e')).toBe('abc de')
  })
})

describe('a picture as PNG', () => {
  /** Width, height and pixels' data of a PNG. */
  function read(png: Buffer) {
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const chunks: Buffer[] = []
    for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
      if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
        chunks.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
    }
    return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), pixels: inflateSync(Buffer.concat(chunks)) }
  }

  it('is twice the size', async () => {
    const picture = trendPicture(DRAWING, WORDS)
    const { width, height } = read(await pngOf(picture))
    expect([width, height]).toEqual([picture.width * SCALE, Math.ceil(picture.height) * SCALE])
  })

  it('has the letters that it is given, Inter’s own and others', async () => {
    const blank = read(await pngOf(svgOf(80, 20, '#ffffff', ''))).pixels
    const lettered = read(
      await pngOf(svgOf(80, 20, '#ffffff', text(4, 14, 'Ж 22 h', { size: 12, fill: '#000000' }))),
    ).pixels
    expect(lettered.equals(blank)).toBe(false)
    await expect(pngOf(trendPicture(DRAWING, { ...WORDS, about: 'متجر 🚀 店' }))).resolves.toBeInstanceOf(Buffer)
  })

  it('is refused in words while too many wait, and drawn again afterwards', async () => {
    const many = await Promise.allSettled(Array.from({ length: 40 }, () => pngOf(svgOf(10, 10, '#ffffff', ''))))
    const refused = many.filter((one) => one.status === 'rejected')
    expect(refused).toHaveLength(24)
    expect(String(refused[0]?.reason)).toContain('Too many pictures')
    await expect(pngOf(svgOf(10, 10, '#ffffff', ''))).resolves.toBeInstanceOf(Buffer)
  })
})
