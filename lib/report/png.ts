// A picture as PNG. Drawing is work for the processor: one at a time, off the event loop, and no long queue for it.
import { StreamgaugeError } from '../errors'
import { FONT, FONT_FILES } from './font'
import { isForeign } from './lettering'
import type { Picture } from './svg'

/** Pixels of the picture for each of its units: sharp on fine screens and on paper. */
export const SCALE = 2
const MOST_WAITING = 16

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * PNG of `SCALE` times the picture's size. Letters that Inter lacks are drawn with the machine's own fonts, or as boxes
 * where it has none. Throws `unavailable` where too many wait or the machine has no renderer.
 */
export async function pngOf(picture: Picture): Promise<Buffer<ArrayBuffer>> {
  if (waiting >= MOST_WAITING) {
    throw new StreamgaugeError('unavailable', 'Too many pictures are asked for at once. Ask again in a few seconds.')
  }
  waiting += 1
  const drawn = last.then(() => draw(picture))
  last = drawn.catch(() => null)
  try {
    return await drawn
  } finally {
    waiting -= 1
  }
}

async function draw({ svg, width }: Picture): Promise<Buffer<ArrayBuffer>> {
  const image = await (await renderer())(svg, {
    fitTo: { mode: 'width', value: Math.round(width * SCALE) },
    font: {
      fontFiles: FONT_FILES,
      defaultFontFamily: FONT,
      // Reading every font of a machine takes long: only for who needs it.
      loadSystemFonts: isForeign(svg),
    },
    logLevel: 'off',
  })
  return Buffer.from(image.asPng())
}

/** Loaded when first asked for: a machine that it has no build for runs everything else. */
async function renderer() {
  try {
    return (await import('@resvg/resvg-js')).renderAsync
  } catch (cause) {
    const message = `Pictures cannot be drawn on this machine (${process.platform} ${process.arch}).`
    throw new StreamgaugeError('unavailable', message, {
      cause,
      hint: 'The page, its tables and its JSON say the same.',
    })
  }
}
