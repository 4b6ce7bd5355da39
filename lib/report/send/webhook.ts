// A report given to a webhook: one POST of JSON, and what its answer, or the lack of one, means.
import { errorKind, StreamgaugeError } from '../../errors'
import { type Outcome, outcomeOfAnswer, outcomeOfNoAnswer } from './outcome'

export type Post = (url: string, init: RequestInit) => Promise<Response>

/**
 * Posts once. `begin` is asked before; where it says false nothing is sent and the answer is null. `post` never follows a
 * redirect to another origin, and throws StreamgaugeError where there is no answer. `retryAt` reads when to come back.
 */
export async function postToWebhook(
  post: Post,
  url: string,
  body: object,
  begin: () => Promise<boolean>,
  retryAt: (headers: Headers) => number | undefined,
): Promise<Outcome | null> {
  if (!(await begin())) return null
  try {
    const answer = await post(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    })
    await answer.body?.cancel().catch(() => {})
    return outcomeOfAnswer(answer.status, retryAt(answer.headers))
  } catch (error) {
    if (!(error instanceof StreamgaugeError)) throw error
    return outcomeOfNoAnswer({ kind: errorKind(error), message: error.message, cause: error.cause })
  }
}
