// One-dimensional arrays in PostgreSQL's binary form: neither side has to escape, print or parse what thousands of rows hold.

/** What an element can be; lists travel as the text of one. */
const OIDS = {
  boolean: 16,
  bytea: 17,
  smallint: 21,
  integer: 23,
  text: 25,
  'double precision': 701,
  timestamptz: 1184,
  jsonb: 3802,
} as const
export type ElementType = keyof typeof OIDS

// Instants count from 2000 there, in microseconds.
const EPOCH_MS = 946_684_800_000
const TWO_TO_32 = 4_294_967_296
const JSONB_VERSION = 1
/** As microseconds it is still exact in a double. */
const EXACT_MS = Number.MAX_SAFE_INTEGER / 1000

let scratch = Buffer.allocUnsafe(1024 * 1024)

function reserve(end: number): void {
  if (end <= scratch.length) return
  const larger = Buffer.allocUnsafe(Math.max(end, scratch.length * 2))
  scratch.copy(larger)
  scratch = larger
}

// Up to here a loop beats the call into the runtime.
const SHORT = 40

function writeText(text: string, at: number): number {
  reserve(at + 3 * text.length)
  if (text.length > SHORT) return at + scratch.write(text, at)
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code > 127) return at + scratch.write(text, at)
    scratch[at + index] = code
  }
  return at + text.length
}

const digits = (text: string, at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528

/** Epoch milliseconds of the canonical form without a fraction, which nearly all have; Date.parse would take most of the time. */
function instantOf(text: string): number {
  if (text.length !== 20) return Date.parse(text)
  const month = digits(text, 5)
  // Days since the year 0, whose years begin in March: a leap day ends one.
  const year = digits(text, 0) * 100 + digits(text, 2) - (month < 3 ? 1 : 0)
  const days = 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  const day = days + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + digits(text, 8) - 719_469
  return (day * 86_400 + digits(text, 11) * 3600 + digits(text, 14) * 60 + digits(text, 17)) * 1000
}

function writeInstant(text: string, at: number): number {
  const ms = instantOf(text) - EPOCH_MS
  if (Math.abs(ms) > EXACT_MS) return scratch.writeBigInt64BE(BigInt(ms) * 1000n, at)
  const high = Math.floor((ms * 1000) / TWO_TO_32)
  scratch.writeInt32BE(high, at)
  return scratch.writeUInt32BE(ms * 1000 - high * TWO_TO_32, at + 4)
}

/** One element's bytes; returns where they end. */
function writeElement(type: ElementType, value: unknown, at: number): number {
  switch (type) {
    case 'text':
      return writeText(String(value), at)
    case 'timestamptz':
      return writeInstant(String(value), at)
    case 'integer':
      return scratch.writeInt32BE(Number(value), at)
    case 'smallint':
      return scratch.writeInt16BE(Number(value), at)
    case 'double precision':
      return scratch.writeDoubleBE(Number(value), at)
    case 'boolean':
      return scratch.writeUInt8(value === true ? 1 : 0, at)
    case 'jsonb':
      return writeText(String(value), scratch.writeUInt8(JSONB_VERSION, at))
    case 'bytea': {
      const bytes = value as Uint8Array // sound: given for this type only
      reserve(at + bytes.length)
      scratch.set(bytes, at)
      return at + bytes.length
    }
  }
}

/**
 * An array parameter of `count` elements. Instants are texts of RFC 3339, JSON is text, null and undefined are NULL.
 * Returns null where every element is.
 */
export function binaryArray(type: ElementType, count: number, valueAt: (index: number) => unknown): Buffer | null {
  let hasNull = 0
  let hasValue = false
  // Dimensions, whether there are nulls, the element type; length and lower bound of the one dimension.
  let at = 20
  for (let index = 0; index < count; index += 1) {
    reserve(at + 16)
    const value = valueAt(index)
    if (value === null || value === undefined) {
      hasNull = 1
      at = scratch.writeInt32BE(-1, at)
      continue
    }
    hasValue = true
    const end = writeElement(type, value, at + 4)
    scratch.writeInt32BE(end - at - 4, at)
    at = end
  }
  for (const [field, value] of [1, hasNull, OIDS[type], count, 1].entries()) scratch.writeInt32BE(value, field * 4)
  return hasValue ? Buffer.from(scratch.subarray(0, at)) : null
}
