// Where a repository is and what it is called: paths, https, ssh and scp-like addresses, credentials split off.
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Credentials = { username: string; password: string }

export type Location = {
  kind: 'path' | 'https' | 'ssh'
  /** What git is given: absolute, or an address without credentials; it never begins with "-". */
  address: string
  credentials?: Credentials
}

export type ParsedLocation = { ok: true; location: Location } | { ok: false; reason: string }

const USE = 'use an https, ssh or file address, or the path of a clone'

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be in an address
const CONTROL = /[\u0000-\u001f\u007f]/
const SCP = /^(?:([A-Za-z0-9_][\w.+-]*)@)?([A-Za-z0-9_[][\w.:[\]-]*):(?!\/\/)(.+)$/

export function parsePath(path: string): ParsedLocation {
  if (path.includes('\0')) return refuse('contains a NUL character')
  return { ok: true, location: { kind: 'path', address: resolve(path) } }
}

export function parseUrl(text: string): ParsedLocation {
  if (CONTROL.test(text)) return refuse('contains a control character')
  if (text.startsWith('-')) return refuse(`begins with "-"; ${USE}`)
  if (/^[a-z0-9+.-]+::/i.test(text)) return refuse(`names a transport helper; ${USE}`)
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return parseScp(text)
  if (!URL.canParse(text)) return refuse(`is not an address; ${USE}`)
  const url = new URL(text)
  if (url.protocol === 'file:') return parseFileUrl(url)
  if (url.protocol !== 'https:' && url.protocol !== 'ssh:') return refuse(`uses ${url.protocol}//; ${USE}`)
  if (url.search || url.hash) return refuse('has a query or a fragment; give the address of the repository alone')
  if (url.hostname === '' || url.hostname.startsWith('-')) return refuse(`names no host; ${USE}`)
  if (/^\/*$/.test(url.pathname) || /^\/+-/.test(url.pathname)) return refuse('names no repository')
  return url.protocol === 'https:' ? parseHttps(url) : parseSsh(url)
}

function refuse(reason: string): ParsedLocation {
  return { ok: false, reason }
}

function parseScp(text: string): ParsedLocation {
  const match = SCP.exec(text)
  if (!match) return refuse(`is not an address; ${USE}`)
  if (match[3]?.startsWith('-')) return refuse('names a repository that begins with "-"')
  return { ok: true, location: { kind: 'ssh', address: text } }
}

function parseFileUrl(url: URL): ParsedLocation {
  try {
    return parsePath(fileURLToPath(url))
  } catch {
    return refuse('is a file address with a host or a broken path; use file:///absolute/path')
  }
}

function parseHttps(url: URL): ParsedLocation {
  const username = decode(url.username)
  const password = decode(url.password)
  url.username = ''
  url.password = ''
  const credentials = username || password ? { username: username || 'git', password } : undefined
  return { ok: true, location: { kind: 'https', address: url.href, credentials } }
}

function parseSsh(url: URL): ParsedLocation {
  if (url.password) return refuse('has a password, which ssh cannot be given; use a key')
  if (url.username.startsWith('-') || decode(url.username).startsWith('-'))
    return refuse('has a user that begins with "-"')
  return { ok: true, location: { kind: 'ssh', address: url.href } }
}

/** Whom git connects to; undefined for a path. */
export function hostOf({ kind, address }: Location): string | undefined {
  if (kind === 'path') return undefined
  if (address.includes('://')) return new URL(address).hostname.replace(/^\[|\]$/g, '')
  // An scp-like host may have its port within its brackets.
  const host = SCP.exec(address)?.[2]?.replace(/^\[|\]$/g, '')
  return host?.replace(/^([^:]+):\d+$/, '$1')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A public address as a record may carry it: no credentials, no local path. Undefined if there is none. */
export function publicUrl(address: string): string | undefined {
  const parsed = parseUrl(address.trim())
  if (!parsed.ok || parsed.location.kind === 'path') return undefined
  if (parsed.location.kind === 'https') return parsed.location.address.replace(/\/+$/, '').replace(/\.git$/, '')
  // NOTE: a page may link to it, so the scp-like form, which can read as any scheme, becomes a real address.
  const [, user, host, path] = SCP.exec(parsed.location.address) ?? []
  if (parsed.location.address.includes('://') || !host || !path) return parsed.location.address
  return `ssh://${user ? `${user}@` : ''}${host}/${path.replace(/^\/+/, '')}`
}

/** `owner/name` (or the forge's whole group path) after an https, ssh or scp-like address. */
export function nameOfAddress(address: string): string | undefined {
  const parsed = parseUrl(address.trim())
  if (!parsed.ok || parsed.location.kind === 'path') return undefined
  const isUrl = address.includes('://')
  const path = isUrl ? decode(new URL(parsed.location.address).pathname) : (SCP.exec(address.trim())?.[3] ?? '')
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('~'))
  // NOTE: Bitbucket Server serves https clones below /scm/, which is no part of the project's name.
  if (parsed.location.kind === 'https' && segments[0] === 'scm' && segments.length > 2) segments.shift()
  const last = segments.pop()?.replace(/\.git$/, '')
  if (!last) return undefined
  // An absolute scp path is a place on a disk, not a forge's path: its last folder stands for the owner.
  const owners = !isUrl && path.startsWith('/') ? segments.slice(-1) : segments
  return [...owners, last].join('/')
}

/** After the folder: `/srv/shop`, `/srv/shop.git` and `/srv/shop/.git` are all `shop`. */
export function nameOfFolder(path: string): string | undefined {
  const folder = basename(path) === '.git' ? dirname(path) : path
  return basename(folder).replace(/\.git$/, '') || undefined
}
