// The font of pictures: its two files, which letters it has, and how wide they are, read from the font's own tables.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Weight = 400 | 600
type Face = { glyphs: ReadonlyMap<number, number>; widthOf: (glyph: number) => number }

// NOTE: not relative to this file, which a bundler moves: everything of ours runs in the folder that it is installed in.
const FOLDER = join(/* turbopackIgnore: true */ process.cwd(), 'node_modules/@expo-google-fonts/inter')
const files: Record<Weight, string> = {
  400: join(FOLDER, '400Regular/Inter_400Regular.ttf'),
  600: join(FOLDER, '600SemiBold/Inter_600SemiBold.ttf'),
}

export const FONT = 'Inter'
export const FONT_FILES = Object.values(files)

const faces = new Map<Weight, Face>()

export function faceOf(weight: Weight): Face {
  const known = faces.get(weight) ?? readFace(readFileSync(/* turbopackIgnore: true */ files[weight]))
  faces.set(weight, known)
  return known
}

/** Widths are in ems. Source: OpenType specification, tables head, hhea, hmtx and cmap (format 12). */
function readFace(font: Buffer): Face {
  const [head, hhea, hmtx, cmap] = ['head', 'hhea', 'hmtx', 'cmap'].map((name) => tableAt(font, name)) as [
    number,
    number,
    number,
    number,
  ] // sound: four names
  const em = font.readUInt16BE(head + 18)
  const last = font.readUInt16BE(hhea + 34) - 1
  return {
    glyphs: glyphsOf(font, cmap),
    widthOf: (glyph) => font.readUInt16BE(hmtx + 4 * Math.min(glyph, last)) / em,
  }
}

function tableAt(font: Buffer, name: string): number {
  for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16) {
    if (font.toString('latin1', at, at + 4) === name) return font.readUInt32BE(at + 8)
  }
  throw new Error(`The font has no table ${name}.`)
}

function glyphsOf(font: Buffer, cmap: number): Map<number, number> {
  const glyphs = new Map<number, number>()
  for (let at = cmap + 4; at < cmap + 4 + 8 * font.readUInt16BE(cmap + 2); at += 8) {
    const table = cmap + font.readUInt32BE(at + 4)
    if (font.readUInt16BE(table) !== 12) continue
    for (let group = table + 16; group < table + 16 + 12 * font.readUInt32BE(table + 12); group += 12) {
      const [first, last, glyph] = [0, 4, 8].map((offset) => font.readUInt32BE(group + offset))
      for (let code = first ?? 0; code <= (last ?? -1); code += 1) glyphs.set(code, (glyph ?? 0) + code - (first ?? 0))
    }
    return glyphs
  }
  throw new Error('The font has no map of all characters.')
}
