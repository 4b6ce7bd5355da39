// One line opens, acknowledges or resolves an incident.
import { incidentIdOf, readIncident } from '../../../../lib/records/reported'
import { findKnownIncident } from '../../../../lib/store/known-incident'
import { takeReport } from '../report'

export const POST = (request: Request) =>
  takeReport(request, async (value, { now, newId, sender }) => {
    const id = incidentIdOf(value)
    const known = id === undefined ? null : await findKnownIncident(sender.source, id)
    return readIncident(value, now, newId, known)
  })
