// Which derivations a changed record concerns.
import type { PoolClient } from 'pg'
import type { RecordType } from '../records/record'
import type { StoredRecord } from './merge'
import { arrayLiteral } from './record-tables'

/** What is to be derived again, each once. Add a changed record as it was and as it is: it may have moved. */
export class Scopes {
  readonly #marks = new Map<string, [scope: string, name: string]>()

  add(type: RecordType, record: StoredRecord | null): void {
    if (!record) return
    const { repository, name, service, deployment, incident, id } = record.fields
    if (type === 'repository') this.#mark('repository', name)
    // What these two say is read in the second pass, of whichever service has the deployment.
    if (type !== 'incident' && type !== 'correction') this.#mark('repository', repository)
    if (type === 'deployment') this.#mark('service', service)
    // Its name may be another's former name, or that of a repository nobody configured.
    if (type === 'service') this.#mark('service', name)
    if (type === 'incident') this.#mark('incident', JSON.stringify([record.sources[0], id]))
    if (type === 'verification' || type === 'correction') this.#mark('deployment', deployment)
    if (type === 'correction' && incident !== undefined) {
      this.#mark('incident', JSON.stringify([record.sources[0], incident]))
    }
  }

  #mark(scope: string, name: unknown): void {
    // A tombstone holds '' where a reference was.
    if (typeof name === 'string' && name !== '') this.#marks.set(`${scope} ${name}`, [scope, name])
  }

  /** In one order for all, so that two transactions never wait for each other in a circle. */
  sorted(): [scope: string, name: string][] {
    return [...this.#marks.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, mark]) => mark)
  }
}

export async function markStale(client: PoolClient, scopes: Scopes): Promise<void> {
  const marks = scopes.sorted()
  if (marks.length === 0) return
  await client.query(
    `insert into stale_scopes (scope, name) select scope, name from unnest($1::text[], $2::text[]) as mark(scope, name)
     on conflict (scope, name) do update set version = nextval('stale_scopes_version_seq')`,
    [arrayLiteral(marks.map(([scope]) => scope)), arrayLiteral(marks.map(([, name]) => name))],
  )
}
