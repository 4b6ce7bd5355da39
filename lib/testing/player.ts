// The other side of played-source.ts: a test sees each page that is asked for, and answers it.
import { vi } from 'vitest'
import { HttpServer, sendJson } from './http-server'
import type { Played } from './played-source'

export type Asked = { after: number; pid: number; token: string | undefined; answer(given: Played): void }

export class Player {
  /** Answers by itself what is asked from now on. */
  always: ((asked: Asked) => Played) | undefined
  readonly asked: Asked[] = []
  private taken = 0
  private readonly server = new HttpServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://player')
    const [after, pid] = [Number(searchParams.get('after')), Number(searchParams.get('pid'))]
    const answer = (given: Played) => sendJson(response, given)
    const asked: Asked = { after, pid, token: request.headers.authorization, answer }
    this.asked.push(asked)
    if (this.always) answer(this.always(asked))
  })

  async start(): Promise<void> {
    await this.server.listen()
  }

  get url(): string {
    return this.server.url
  }

  /** The next page that is asked for. */
  async next(timeout = 30_000): Promise<Asked> {
    const at = this.taken++
    return vi.waitUntil(() => this.asked[at], { timeout, interval: 20 })
  }

  /** Forgets what was asked so far. */
  forget(): void {
    this.always = undefined
    this.taken = this.asked.length
  }

  async stop(): Promise<void> {
    await this.server.close()
  }
}
