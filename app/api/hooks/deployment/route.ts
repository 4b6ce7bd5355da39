// One line at the end of any pipeline reports a deployment.
import { readDeployment } from '../../../../lib/records/reported'
import { takeReport } from '../report'

export const POST = (request: Request) =>
  takeReport(request, async (value, { now, newId }) => readDeployment(value, now, newId))
