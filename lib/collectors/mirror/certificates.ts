// Whom git trusts: the system's authorities and those of NODE_EXTRA_CA_CERTS, so that one setting is enough for every source.
import { readFile } from 'node:fs/promises'
import { rootCertificates } from 'node:tls'
import type { RunContext } from '../contract'
import type { Location } from './location'

/** Where systems keep what they trust: Debian, Red Hat, Alpine and macOS. */
const OF_SYSTEMS = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem']

/** What git's file of authorities should hold; undefined: it finds its own, or the user has named one. */
export async function trustedCertificates(
  { environment }: Pick<RunContext, 'environment'>,
  location: Location,
): Promise<string | undefined> {
  const { NODE_EXTRA_CA_CERTS: extra, GIT_SSL_CAINFO, GIT_SSL_CAPATH } = environment
  if (!extra || GIT_SSL_CAINFO || GIT_SSL_CAPATH || location.kind !== 'https') return undefined
  // NOTE: Node itself goes on without a file that it cannot read.
  const added = await readFile(extra, 'utf8').catch(() => undefined)
  if (added === undefined) return undefined
  for (const path of OF_SYSTEMS) {
    const own = await readFile(/* turbopackIgnore: true */ path, 'utf8').catch(() => undefined)
    if (own !== undefined) return `${own}\n${added}`
  }
  return [...rootCertificates, added].join('\n')
}
