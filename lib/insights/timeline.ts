export type DeploymentOutcome = 'fine' | 'recovered' | 'failed' | 'attempt'
