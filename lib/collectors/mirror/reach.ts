// What keeps git away from private networks where they are not allowed: it resolves names and follows redirects by itself.
import { isIP } from 'node:net'
import type { RunContext } from '../contract'
import { refusePrivateHost } from '../http'
import { hostOf, type Location } from './location'

/** Lines of git's configuration. Throws `config` for a host of a private network. */
export async function publicOnly(context: RunContext, location: Location): Promise<string> {
  const host = hostOf(location)
  if (context.allowPrivateAddresses || host === undefined) return ''
  const [address] = await refusePrivateHost(host)
  // LIMIT: git reads curloptResolve from 2.37 on; an older one may find another address the second time.
  const pinned = address && isIP(host) === 0 && location.kind === 'https'
  const line = pinned
    ? `\tcurloptResolve = ${host}:${portOf(location)}:${isIP(address) === 6 ? `[${address}]` : address}\n`
    : ''
  return `[http]\n\tfollowRedirects = false\n${line}`
}

function portOf({ address }: Location): string {
  return new URL(address).port || '443'
}
