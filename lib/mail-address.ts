// Whether a text is the address of one mailbox, as a mail's header and its envelope may both hold it.
import { domainToASCII } from 'node:url'
import { z } from 'zod'

// LIMIT: RFC 5321 allows 64 octets before the @ and 254 in all.
const LONGEST = 254
const MAILBOX =
  /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u

export function isMailAddress(text: string): boolean {
  return text.length <= LONGEST && MAILBOX.test(text) && !/^\.|\.\.|\.@/.test(text)
}

/** Its host in lower case: before the @ case may count, though it hardly ever does. */
export const MailAddress = z
  .string()
  .trim()
  .refine(isMailAddress, 'is not an e-mail address')
  .transform((text) => {
    const at = text.lastIndexOf('@')
    return text.slice(0, at) + text.slice(at).toLowerCase()
  })

/** With its host in letters of ASCII, which every mail server takes. LIMIT: before the @ others need one that knows SMTPUTF8. */
export function inEnvelope(address: string): string {
  const at = address.lastIndexOf('@') + 1
  return `${address.slice(0, at)}${domainToASCII(address.slice(at)) || address.slice(at)}`
}

/** Who a mail is from: an address, and the name before it. */
export type Sender = { name: string; address: string }

/** `reports@example.org` or `Streamgauge <reports@example.org>`; null for anything else. */
export function parseSender(text: string): Sender | null {
  const [, name = '', address = ''] = /^([^<>\p{Cc}]*)<([^<>]*)>\s*$/u.exec(text) ?? [text, '', text.trim()]
  return isMailAddress(address) ? { name: name.trim().replace(/^"(.*)"$/, '$1'), address } : null
}
