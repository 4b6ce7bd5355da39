// Hand-worked stories; every implementation of the definitions must tell them alike.
import { CHANGE_STORIES } from './stories/change-stories'
import { DEPLOYMENT_STORIES } from './stories/deployment-stories'
import { FAILURE_STORIES } from './stories/failure-stories'
import { INCIDENT_STORIES } from './stories/incident-stories'
import type { Scenario } from './stories/scenario-shape'
import { STAGE_STORIES } from './stories/stage-stories'
import { WAITING_STORIES } from './stories/waiting-stories'

export const SCENARIOS: Scenario[] = [
  ...DEPLOYMENT_STORIES,
  ...CHANGE_STORIES,
  ...STAGE_STORIES,
  ...WAITING_STORIES,
  ...FAILURE_STORIES,
  ...INCIDENT_STORIES,
]
