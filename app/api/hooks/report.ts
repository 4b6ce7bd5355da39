// A report of one event, as JSON or as a form: what `curl -d` sends.

import { parseRecord } from '../../../lib/records/record'
import { objectOfForm, type Reported } from '../../../lib/records/reported'
import { ingest } from '../../../lib/store/ingest'
import { repositoriesOfServices } from '../../../lib/store/services'
import { formatInstant } from '../../../lib/time'
import { isJson, receive, type Sender, textOf, told } from '../receive'

const MOST_BYTES = 256 * 1024

type Read = (
  value: unknown,
  reported: { now: string; newId: string; sender: Sender },
) => Promise<Reported<'deployment' | 'incident'>>

/** Stores what `read` makes of the report; 201 when it is new, 200 when it was known, 422 naming the field when it is not right. */
export function takeReport(request: Request, read: Read): Promise<Response> {
  return receive(request, async (sender) => {
    const text = await textOf(request, MOST_BYTES)
    let value: unknown
    try {
      value = isJson(request) ? JSON.parse(text) : objectOfForm(new URLSearchParams(text))
    } catch {
      return told(422, { field: '', reason: 'is not JSON' })
    }
    const now = formatInstant(sender.now.getTime())
    const reported = await read(value, { now, newId: `${now}-${crypto.randomUUID().slice(0, 8)}`, sender })
    if (!reported.ok) return told(422, { field: reported.field, reason: reported.reason })
    const parsed = parseRecord({ ...reported.record, source: sender.source })
    if (!parsed.ok) return told(422, { field: parsed.field, reason: parsed.reason })
    const { people } = sender
    const counts = (await ingest([parsed.record], { now: sender.now, people }))[parsed.record.type]
    const outcome = counts?.created ? 'created' : counts?.updated ? 'updated' : 'unchanged'
    const unknown = await unknownService(reported.record.service)
    return told(outcome === 'created' ? 201 : 200, { id: reported.id, outcome, ...(unknown && { warning: unknown }) })
  })
}

/** A report of a service that nobody declared is kept, but no page shows it: the sender should hear of that. */
async function unknownService(service: string | undefined): Promise<string | null> {
  if (service === undefined || (await repositoriesOfServices([service])).length > 0) return null
  return `No service named ${JSON.stringify(service)} is declared, so nothing shows this yet. Declare it in streamgauge.yaml, or report the repository (repository=owner/name).`
}
