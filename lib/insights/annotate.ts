// Writes, changes and removes annotations from a page: checked, kept as records, and nothing that stood is lost.
import type { People } from '../records/people'
import { changeAnnotation, findFormer, findWritten, type Outcome } from '../store/annotations'
import { demoDay } from '../store/demo'
import { currentServices } from '../store/measured'
import { type Problems, readAnnotation, type Values } from './annotation-form'

/** `seen`: the version that the form was made of; null: a new one. */
export type Asked = { id: string; seen: number | null }
export type Written = { ok: true } | { ok: false; problems: Problems }
export type Answer = Outcome | 'demo'

const REFUSED: Record<Exclude<Answer, 'saved'>, string> = {
  demo: 'This is a demonstration: nothing can be noted here.',
  meanwhile: 'Nothing was changed: somebody else changed it meanwhile. What is typed here is still here.',
  gone: 'Nothing was changed: somebody else removed it meanwhile. What is typed here is still here.',
}
type Common = { now: Date; people: People }

export async function annotate({ id, seen }: Asked, values: Values, common: Common): Promise<Written> {
  const refused = (message: string): Written => ({ ok: false, problems: { '': message } })
  if ((await demoDay()) !== null) return refused(REFUSED.demo)
  const [services, before] = await Promise.all([currentServices(), findWritten(id)])
  const read = readAnnotation(values, { services, before })
  if (!read.ok) return read
  const outcome = await changeAnnotation(id, seen, read.said, common)
  return outcome === 'saved' ? { ok: true } : refused(REFUSED[outcome])
}

export async function removeAnnotation({ id, seen }: Asked, common: Common): Promise<Answer> {
  if ((await demoDay()) !== null) return 'demo'
  return await changeAnnotation(id, seen, null, common)
}

/** Says again what ended then, in the place of what stands now. */
export async function putBack({ id, seen }: Asked, endedAt: number, common: Common): Promise<Answer> {
  if ((await demoDay()) !== null) return 'demo'
  const said = await findFormer(id, endedAt)
  return said ? await changeAnnotation(id, seen, said, common) : 'gone'
}
