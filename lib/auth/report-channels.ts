// How a report goes out, as it is stored and as who sends it reads it: the address of a webhook is a secret.
import { z } from 'zod'
import { OWN_SECRETS } from '../env'
import { errorKind, StreamgaugeError } from '../errors'
import { StoredChannel } from '../store/report-subscriptions'
import { hasReference, isReference, type Variables } from '../variables'
import type { SealingKey } from './sealing'
import type { KeyPlace, Keyring } from './secret-keys'
import { checkSecrets, digestSecrets, fillConfig, resealConfig, sealConfig } from './secrets'

export type Channel = { kind: 'email' } | { kind: 'slack' | 'markdown'; url: string } | { kind: 'file'; path: string }

/** What is secret of it; the form of `lib/auth/secrets.ts`. */
const SECRETS = z.object({ url: z.string().meta({ secret: true }).optional() })
/** Where sealed addresses open: in any subscription, as their names may change, and nowhere else. */
const CHANNEL_PLACE = 'report channel'

/**
 * The channel as `saveSubscription` takes it: the address of a webhook sealed, or kept as a variable, `${NAME}`, which may not
 * be one of ours. Throws `config` for what is no address.
 */
export async function sealChannel(channel: Channel, place: KeyPlace): Promise<StoredChannel> {
  if (channel.kind === 'slack' || channel.kind === 'markdown') checkAddress(channel.url)
  return sealAs(channel, false, place)
}

/** The same of what the configuration file declares, where variables may be a part of an address. */
export async function sealDeclared(channel: Channel, place: KeyPlace): Promise<StoredChannel> {
  if ((channel.kind === 'slack' || channel.kind === 'markdown') && !hasReference(channel.url)) checkAddress(channel.url)
  return sealAs(channel, true, place)
}

async function sealAs(channel: Channel, managedByFile: boolean, place: KeyPlace): Promise<StoredChannel> {
  return StoredChannel.parse(await sealConfig({ name: CHANNEL_PLACE, config: channel, managedByFile }, SECRETS, place))
}

/** A declared one with a digest of its secret, which tells whether that changed and nobody else what it is. */
export function digestChannel(channel: Channel, place: KeyPlace): Promise<Channel> {
  return digestSecrets({ name: CHANNEL_PLACE, config: channel, managedByFile: true }, SECRETS, place)
}

/** With its secrets, for who sends. Throws `config` naming the subscription where that cannot be read. */
export async function openChannel(
  { name, channel, declared }: { name: string; channel: StoredChannel; declared: boolean },
  environment: Variables,
  place: KeyPlace,
): Promise<Channel> {
  try {
    const known = declared ? environment : withoutOwn(environment)
    const filled = await fillConfig(
      { name: CHANNEL_PLACE, config: channel, managedByFile: declared },
      SECRETS,
      known,
      place,
    )
    const opened = filled as Channel // sound: its fields are those of StoredChannel with texts for secrets
    if (opened.kind === 'slack' || opened.kind === 'markdown') checkAddress(opened.url, false)
    return opened
  } catch (error) {
    throw told(error, name)
  }
}

/** Throws `config` where its secret cannot be read with the keys that are there. */
export async function checkChannel(
  { name, channel }: { name: string; channel: StoredChannel },
  place: KeyPlace,
): Promise<void> {
  try {
    await checkSecrets({ name: CHANNEL_PLACE, config: channel, managedByFile: false }, place)
  } catch (error) {
    throw told(error, name)
  }
}

/** The same channel with its secret under another key. Throws `config` like `checkChannel`. */
export function resealChannel(
  { name, channel }: { name: string; channel: StoredChannel },
  keys: Keyring,
  key: SealingKey,
): StoredChannel {
  try {
    return StoredChannel.parse(resealConfig(CHANNEL_PLACE, channel, keys, key))
  } catch (error) {
    throw told(error, name)
  }
}

function told(error: unknown, name: string): unknown {
  if (!(error instanceof StreamgaugeError) || errorKind(error) === 'bug') return error
  const message = error.message
    .replace(`The secret url of the source ${CHANNEL_PLACE}`, `The webhook address of the report ${name}`)
    .replace(`The source ${CHANNEL_PLACE}`, `The report ${name}`)
  return new StreamgaugeError(error.kind, message, { hint: error.hint, cause: error.cause })
}

function withoutOwn(environment: Variables): Variables {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !OWN_SECRETS.has(name)))
}

/** NOTE: the address itself is never told. */
function checkAddress(url: string, mayBeVariable = true): void {
  if (mayBeVariable && isReference(url)) return
  if (/^https?:\/\/[^/]/i.test(url) && URL.canParse(url)) return
  throw new StreamgaugeError('config', 'The address of the webhook is not one that begins with https:// or http://.', {
    hint: 'Copy it from where the webhook was made, or name a variable that holds it.',
  })
}
