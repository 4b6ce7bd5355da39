// What a link to unsubscribe carries: which recipient, told to nobody else, and signed so that nobody makes one up.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { findPeopleKey, readPeopleKey } from './people-key'

type Place = Parameters<typeof readPeopleKey>[0]

const ID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/
const ID_BYTES = 16
const SIGNATURE_BYTES = 16
const TOKEN = /^[\w-]{43}$/

/** 43 letters for a URL, the same each time. NOTE: signed with the people key, which no rotation touches: old mails keep their links. */
export async function unsubscribeToken(recipient: string, place: Place): Promise<string> {
  if (!ID.test(recipient)) throw new Error('A recipient has an id that is no UUID.')
  const id = Buffer.from(recipient.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, sign(id, await readPeopleKey(place))]).toString('base64url')
}

/** The id of the recipient; null: nobody here has made this token. */
export async function readUnsubscribeToken(token: string, place: Place): Promise<string | null> {
  const key = await findPeopleKey(place)
  if (key === null || !TOKEN.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const id = bytes.subarray(0, ID_BYTES)
  // A last letter may be written in several ways, of which one is ours.
  if (bytes.toString('base64url') !== token || !timingSafeEqual(bytes.subarray(ID_BYTES), sign(id, key))) return null
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function sign(id: Buffer, key: string): Buffer {
  return createHmac('sha256', key).update('streamgauge unsubscribe').update(id).digest().subarray(0, SIGNATURE_BYTES)
}
