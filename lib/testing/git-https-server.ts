// A real git server over https: Node's server in front of `git http-backend`, with a certificate of its own and basic authentication.
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { temporaryFolder } from './git-repository'

export type Certificate = { file: string; keyFile: string }

/** Self-signed, for this machine; made by openssl, because Node cannot make one. */
export function makeCertificate(): Certificate {
  const folder = temporaryFolder()
  const [file, keyFile] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  try {
    execFileSync('openssl', ['req', ...kind, ...names, '-keyout', keyFile, '-out', file], { stdio: 'pipe' })
  } catch (cause) {
    throw new Error('The tests of git over https need openssl on the PATH, to make a certificate.', { cause })
  }
  return { file, keyFile }
}

export type Received = { method: string; path: string; authorization?: string; bytes: number }

export class GitHttpsServer {
  readonly received: Received[] = []
  /** Answers in place of git where it returns true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean = () => false
  readonly #server: Server
  readonly #root: string
  readonly #login?: string

  constructor(root: string, { file, keyFile }: Certificate, login?: { username: string; password: string }) {
    this.#root = root
    this.#login = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`
    const options = { cert: readFileSync(file), key: readFileSync(keyFile) }
    this.#server = createServer(options, (request, response) => this.#answer(request, response))
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this.host
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}` // sound: it listens on a port
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { authorization } = request.headers
    const seen: Received = { method: request.method ?? '', path: request.url ?? '', authorization, bytes: 0 }
    this.received.push(seen)
    if (this.intercept(request, response)) return
    if (this.#login && authorization !== this.#login) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end()
      return
    }
    this.#ask(request, response, seen)
  }

  /** As a web server calls a CGI program. */
  #ask(request: IncomingMessage, response: ServerResponse, seen: Received): void {
    const url = new URL(request.url ?? '/', 'https://localhost')
    const header = (name: string) => String(request.headers[name] ?? '')
    const env = {
      ...process.env,
      GIT_PROJECT_ROOT: this.#root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_PROTOCOL: header('git-protocol'),
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? '',
      CONTENT_TYPE: header('content-type'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
    }
    const backend = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] })
    backend.once('error', (error) => response.destroy(error))
    backend.stdin.on('error', () => {}) // it may answer before it has read everything
    request.pipe(backend.stdin)
    let head = Buffer.alloc(0)
    backend.stdout.on('data', (chunk: Buffer) => {
      seen.bytes += chunk.length
      if (response.headersSent) return void response.write(chunk)
      head = Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      const lines = head.subarray(0, end).toString('latin1').split('\r\n')
      const fields = lines.map((line): [string, string] => [line.split(': ')[0] ?? '', line.replace(/^[^:]*: /, '')])
      const status = Number.parseInt(fields.find(([name]) => name === 'Status')?.[1] ?? '200', 10)
      response.writeHead(status, Object.fromEntries(fields.filter(([name]) => name !== 'Status')))
      response.write(head.subarray(end + 4))
    })
    backend.stdout.once('end', () => response.end())
  }
}
