// A report as a mail: text and HTML of the same words, pictures inline, and headers by which programs know what it is.
import { createHash } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Sender } from '../../mail-address'
import type { ReportPicture } from '../charts'
import { oneLine } from '../names'

export type MailToSend = {
  from: Sender
  /** One address. */
  to: string
  subject: string
  html: string
  text: string
  pictures: readonly Pick<ReportPicture, 'cid' | 'fileName' | 'png'>[]
  /** Without brackets. */
  messageId: string
  /** What mail programs file it under; without brackets. Null where it is of no subscription. */
  listId: string | null
  /** Where a page asks and a POST unsubscribes; null where nobody has said at which address the pages are. */
  unsubscribe: string | null
  date: Date
}

// LIMIT: a mail program may cut a subject; RFC 5322 a line at 998 octets, which nodemailer folds.
const LONGEST_SUBJECT = 250
/** What ends a line somewhere. NOTE: not what sets a name from right to left apart, which a subject needs. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu

/** The whole message, as it goes after DATA. */
export async function composeMail(mail: MailToSend): Promise<Buffer> {
  const { from, to, subject, html, text, pictures, messageId, listId, unsubscribe, date } = mail
  const headers: Record<string, string> = {
    'Auto-Submitted': 'auto-generated',
    Precedence: 'bulk',
    ...(listId === null ? {} : { 'List-Id': `<${listId}>` }),
    ...(unsubscribe === null ? {} : { 'List-Unsubscribe': `<${unsubscribe}>` }),
    // LIMIT: one click is for https alone (RFC 8058, 3.1).
    ...(unsubscribe?.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  }
  const composer = new MailComposer({
    from: { name: oneLine(from.name), address: from.address },
    to: { name: '', address: to },
    subject: subject.replaceAll(CONTROLS, ' ').slice(0, LONGEST_SUBJECT).toWellFormed(),
    html,
    text,
    attachments: pictures.map(({ cid, fileName, png }) => ({
      cid,
      filename: fileName,
      content: png,
      contentType: 'image/png',
      contentDisposition: 'inline',
    })),
    // LIMIT: a line of mail has 998 octets at most, and HTML has longer ones.
    encoding: 'quoted-printable',
    messageId: `<${messageId}>`,
    date,
    headers,
    // Nothing of a report is to be read from a disk or a network.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return await composer.compile().build()
}

/** The same for the same sending, whoever tries it and however often; it tells nobody who the recipient is. */
export function messageIdOf(
  {
    subscription,
    period,
    recipient,
    occasion,
  }: Record<'period' | 'recipient' | 'occasion', string> & { subscription: string | null },
  host: string,
): string {
  const told = JSON.stringify([subscription, period, recipient, occasion])
  return `${createHash('sha256').update(told).digest('hex').slice(0, 40)}@${host}`
}

/** Whose Message-IDs they are: the host of the pages, else of the sender. */
export function hostOf(url: string | null, from: Sender): string {
  return url === null ? from.address.slice(from.address.lastIndexOf('@') + 1) : new URL(url).hostname
}
