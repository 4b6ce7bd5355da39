// A web server on loopback that a test tells what to answer, and that keeps what it was asked.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

export class HttpServer {
  /** "GET /path?query", in the order of arrival. */
  readonly asked: string[] = []
  readonly headers: IncomingMessage['headers'][] = []
  readonly server: Server
  private readonly scheme: string

  /** With a certificate and its key it speaks https. */
  constructor(
    public handle: Handler,
    certificate?: Pick<ServerOptions, 'cert' | 'key'>,
  ) {
    const listener: Handler = (request, response) => {
      this.asked.push(`${request.method} ${request.url}`)
      this.headers.push(request.headers)
      this.handle(request, response)
    }
    this.scheme = certificate ? 'https' : 'http'
    this.server = certificate ? createTlsServer(certificate, listener) : createServer(listener)
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return this
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port // sound: it listens on a port
  }

  get url(): string {
    return `${this.scheme}://127.0.0.1:${this.port}`
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

export function sendJson(response: ServerResponse, body: unknown, headers: Record<string, string> = {}, status = 200) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))
}
