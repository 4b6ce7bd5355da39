// GitLab's webhooks: which project has changed. What changed, the collection a minute later asks for.
import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import type { Told, Webhook } from '../contract'
import { type Config, isSelected } from './config'

const NOTHING: Told = { records: [], rejected: [], changed: false }
const CHANGED: Told = { ...NOTHING, changed: true }

/** What the streams read, by GitLab's own word for it. */
const KINDS = new Set([
  ...['push', 'tag_push', 'merge_request', 'note', 'pipeline', 'build', 'deployment', 'release'],
  ...['issue', 'incident', 'work_item'],
])

const Event = z.object({
  object_kind: z.string(),
  project: z.object({ path_with_namespace: z.string() }).optional(),
  /** Of a job, whose project is in other words. */
  project_name: z.string().optional(),
})

export const webhook: Webhook<Config> = {
  secretOf: ({ webhookSecret }) => webhookSecret ?? null,

  async read(headers, body, secret) {
    const token = headers.get('x-gitlab-token')
    if (token === null || !isSame(token, secret)) return null
    // NOTE: the id of an event is the same for all that it sets off, so the body belongs to it.
    const id =
      headers.get('idempotency-key') ?? `${headers.get('x-gitlab-event-uuid') ?? ''} ${digest(body).toString('hex')}`
    try {
      return { id, event: headers.get('x-gitlab-event') ?? '', body: JSON.parse(body) }
    } catch (cause) {
      throw new StreamgaugeError('unexpected', 'The delivery is not JSON.', { cause })
    }
  },

  // NOTE: events say no time at which a merge request was approved or left draft, name a job's project only for people, and
  // tell of a pipeline without its end; a record of one would be less than what is known, so none is made.
  tell({ body }, config) {
    const { data } = Event.safeParse(body)
    if (!data || !KINDS.has(data.object_kind)) return NOTHING
    if (data.project) return isSelected(config)(data.project.path_with_namespace) ? CHANGED : NOTHING
    return data.project_name === undefined ? NOTHING : CHANGED
  },
}

/** In a time that tells nothing of where they differ. */
function isSame(token: string, secret: string): boolean {
  return timingSafeEqual(digest(token), digest(secret))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
