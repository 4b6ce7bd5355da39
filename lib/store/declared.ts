// What the configuration file declared when it was last applied.
import { z } from 'zod'
import { withTransaction } from '../db'
import type { Removal, SourceRecord } from '../records/record'
import { ingest } from './ingest'
import { getSetting, putSetting } from './settings'

const SETTING = 'declared'

// Per name the optional fields that the file gave, so that one it gives no more can be cleared.
const Names = z.record(z.string(), z.array(z.string()))
const Declared = z.object({ hash: z.string(), teams: Names, services: Names })
export type Declared = z.infer<typeof Declared>

export function loadDeclared(): Promise<Declared | null> {
  return getSetting(SETTING, Declared)
}

/** The records and the memory of what was declared: both or neither. */
export async function saveDeclared(records: (SourceRecord | Removal)[], declared: Declared, now: Date): Promise<void> {
  await withTransaction(async (client) => {
    await ingest(records, { now, client })
    await putSetting(SETTING, declared, client)
  })
}

/** Whether the configuration file declares the service, so that it is changed there. */
export async function isDeclared(service: string): Promise<boolean> {
  const declared = await loadDeclared()
  return declared !== null && Object.hasOwn(declared.services, service)
}
