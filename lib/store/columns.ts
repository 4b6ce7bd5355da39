// Columns as bytes and back. Numbers are kept as they lie in memory, little-endian on every platform that Node supports.
import type { ColumnSpec, Columns } from '../facts/tables'

type AnyColumns = Record<string, Float64Array | Uint32Array | Uint8Array | unknown[]>

const NUMERIC = {
  f64: { bytes: 8, width: 1, make: (length: number) => new Float64Array(length) },
  f64x9: { bytes: 8, width: 9, make: (length: number) => new Float64Array(length) },
  u32: { bytes: 4, width: 1, make: (length: number) => new Uint32Array(length) },
  u8: { bytes: 1, width: 1, make: (length: number) => new Uint8Array(length) },
}

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
    const column = make(length * width)
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

function uint32At(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true)
}
