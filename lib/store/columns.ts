// Columns as bytes and back. Numbers are kept as they lie in memory, little-endian on every platform that Node supports.
import type { ColumnSpec, Columns } from '../facts/tables'

type AnyColumns = Record<string, Float64Array | Uint32Array | Uint8Array | unknown[]>

type Room = (buffer: ArrayBuffer, offset: number, length: number) => Float64Array | Uint32Array | Uint8Array
const f64: Room = (buffer, offset, length) => new Float64Array(buffer, offset, length)
const u32: Room = (buffer, offset, length) => new Uint32Array(buffer, offset, length)
const u8: Room = (buffer, offset, length) => new Uint8Array(buffer, offset, length)

const NUMERIC = {
  f64: { bytes: 8, width: 1, make: f64 },
  f64x9: { bytes: 8, width: 9, make: f64 },
  u32: { bytes: 4, width: 1, make: u32 },
  u8: { bytes: 1, width: 1, make: u8 },
}
/** At which a column of any kind may begin. */
const ALIGNMENT = 8
const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT

const view = (column: ArrayBufferView) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength)

/** Rows `from` to `to` of the columns: their number, then each column's numbers, then the JSON ones, each with its length in bytes. */
export function encodeColumns<Spec extends ColumnSpec>(
  spec: Spec,
  columns: Columns<Spec, unknown>,
  from: number,
  to: number,
): Buffer {
  const given = columns as AnyColumns // sound: the spec's columns, read by name
  const parts: Uint8Array[] = [Buffer.from(Uint32Array.of(to - from).buffer)]
  for (const [name, kind] of Object.entries(spec)) {
    const column = given[name]
    if (kind === 'json') {
      const text = Buffer.from(JSON.stringify((column as unknown[]).slice(from, to)))
      parts.push(Buffer.from(Uint32Array.of(text.length).buffer), text)
    } else {
      const { width } = NUMERIC[kind]
      parts.push(view((column as Float64Array).subarray(from * width, to * width)))
    }
  }
  return Buffer.concat(parts)
}

/** The rows of all `chunks`, one after the other. */
export function decodeColumns<Spec extends ColumnSpec>(
  spec: Spec,
  chunks: Uint8Array[],
): Columns<Spec, unknown> & { length: number } {
  const counts = chunks.map((chunk) => uint32At(chunk, 0))
  const length = counts.reduce((sum, count) => sum + count, 0)
  const offsets = chunks.map(() => 4)
  const columns: AnyColumns = {}
  // All numbers of a table lie in one piece of memory: a process has a thousand services with twenty columns each.
  const room = new ArrayBuffer(roomFor(spec, length))
  let taken = 0
  for (const [name, kind] of Object.entries(spec)) {
    if (kind === 'json') {
      const values: unknown[] = []
      for (const [at, chunk] of chunks.entries()) {
        const start = (offsets[at] ?? 0) + 4
        const end = start + uint32At(chunk, start - 4)
        for (const value of JSON.parse(Buffer.from(chunk.buffer, chunk.byteOffset + start, end - start).toString()))
          values.push(value)
        offsets[at] = end
      }
      columns[name] = values
      continue
    }
    const { bytes, width, make } = NUMERIC[kind]
    const column = make(room, taken, length * width)
    taken += aligned(length * width * bytes)
    const target = view(column)
    let done = 0
    for (const [at, chunk] of chunks.entries()) {
      const start = offsets[at] ?? 0
      const size = (counts[at] ?? 0) * width * bytes
      target.set(chunk.subarray(start, start + size), done)
      done += size
      offsets[at] = start + size
    }
    columns[name] = column
  }
  return { ...columns, length } as unknown as Columns<Spec, unknown> & { length: number } // sound: one column per name of the spec
}

function roomFor(spec: ColumnSpec, length: number): number {
  let room = 0
  for (const kind of Object.values(spec)) {
    if (kind !== 'json') room += aligned(length * NUMERIC[kind].width * NUMERIC[kind].bytes)
  }
  return room
}

function uint32At(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true)
}
