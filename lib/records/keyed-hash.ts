import { createHmac, type KeyObject } from 'node:crypto'

/** 22 characters that nobody without the key can tie to the text. */
export function keyedHash(text: string, key: string | KeyObject): string {
  return createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url')
}
