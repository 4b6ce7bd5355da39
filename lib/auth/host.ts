// Which Host and Origin may talk to us while there is no sign-in: this machine and our own pages, nobody else's.

const LOOPBACK = /^(localhost|127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}|\[::1\])(?::(\d{1,5}))?$/i

/** Why a request is refused, as a sentence for whoever sent it; null lets it pass. */
export function refusal(host: string | null, origin: string | null): string | null {
  const match = LOOPBACK.exec(host ?? '')
  if (!match || !isPort(match[2])) {
    return 'Streamgauge answers only on this machine for now. Open it as http://localhost with its port.'
  }
  if (origin !== null && origin.toLowerCase() !== ownOrigin(host ?? '')) {
    return 'This request comes from another site. Streamgauge accepts only its own pages.'
  }
  return null
}

function isPort(text: string | undefined): boolean {
  return text === undefined || (Number(text) >= 1 && Number(text) <= 65535)
}

/** A browser leaves out the default port in both. */
function ownOrigin(host: string): string {
  return `http://${host.toLowerCase().replace(/:80$/, '')}`
}
