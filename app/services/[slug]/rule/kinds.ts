import type { DeploymentRule } from '../../../../lib/records/schema'

type Words = { title: string; one: string; many: string; advice: string }

/** Each kind of event that a rule may count, and how to get some. */
export const KINDS: Record<DeploymentRule['from'], Words> = {
  deployment: {
    title: 'Deployment records',
    one: 'deployment record',
    many: 'deployment records',
    advice: 'A forge’s deployments are collected with it; any pipeline can report its own to /api/hooks/deployment.',
  },
  pipeline_run: {
    title: 'Pipeline runs',
    one: 'pipeline run',
    many: 'pipeline runs',
    advice: 'Connect the forge or the build server that runs the pipelines.',
  },
  job: {
    title: 'Jobs of pipeline runs',
    one: 'job',
    many: 'jobs',
    advice: 'Jobs are collected with the runs once a rule of their repository asks for jobs; then come back.',
  },
  tag: {
    title: 'Tags',
    one: 'tag',
    many: 'tags',
    advice: 'Tag a release (v1.0.0) and let its repository be collected.',
  },
  merge: {
    title: 'Merges into the default branch',
    one: 'merge',
    many: 'merges',
    advice: 'Pull requests come with their forge; a plain git clone has none.',
  },
}
