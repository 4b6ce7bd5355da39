// Hand-worked stories; every implementation of the definitions must tell them alike.
import { CHANGE_STORIES } from './stories/change-stories'
import { DEPLOYMENT_STORIES } from './stories/deployment-stories'
import { FAILURE_STORIES } from './stories/failure-stories'
import { INCIDENT_STORIES } from './stories/incident-stories'
import type { Scenario } from './stories/scenario-shape'
import { WAITING_STORIES } from './stories/waiting-stories'

export const SCENARIOS: Scenario[] = [
  ...DEPLOYMENT_STORIES,
  ...CHANGE_STORIES,
  ...WAITING_STORIES,
  ...FAILURE_STORIES,
  ...INCIDENT_STORIES,
]
