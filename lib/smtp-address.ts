// The server that mail is given to, as an address: smtps://user:password@mail.example.org or smtp://mail.example.org:587.

export type SmtpServer = {
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  /** Whether a plain connection must go over to TLS, or never does. */
  startTls: boolean
  user: string | null
  password: string | null
}

const LOOPBACK = /^(localhost|::1|127(\.\d{1,3}){3})$/i

/**
 * `smtps` is TLS from the start, port 465; `smtp` goes over to TLS (STARTTLS), port 587, or does not go on. Only with a server on
 * this machine, or with `?tls=never`, is it left plain. Null for anything else.
 */
export function parseSmtpUrl(text: string): SmtpServer | null {
  if (!URL.canParse(text)) return null
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const tls = /^\?tls=(required|never)$/.exec(search)?.[1]
  if (!['smtp:', 'smtps:'].includes(protocol) || host === '' || !['', '/'].includes(pathname) || hash !== '')
    return null
  if (search !== '' && (tls === undefined || protocol === 'smtps:')) return null
  if (username === '' && password !== '') return null
  const secure = protocol === 'smtps:'
  const [user, secret] = [username, password].map(decoded)
  if (user == null || secret == null) return null
  return {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    startTls: !secure && (tls === undefined ? !LOOPBACK.test(host) : tls === 'required'),
    user: user === '' ? null : user,
    password: user === '' ? null : secret,
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
