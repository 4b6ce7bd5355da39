import type { DeploymentRule } from '../../../../lib/records/schema'

type Words = { title: string; one: string; many: string; advice: string; pattern: string }

/** Each kind of event that a rule may count, and how to get some. */
export const KINDS: Record<DeploymentRule['from'], Words> = {
  deployment: {
    title: 'Deployment records',
    one: 'deployment record',
    many: 'deployment records',
    advice: 'A forge’s deployments are collected with it; any pipeline can report its own to /api/hooks/deployment.',
    pattern: 'Held against the ref of each deployment; all of them unless given.',
  },
  pipeline_run: {
    title: 'Pipeline runs',
    one: 'pipeline run',
    many: 'pipeline runs',
    advice: 'Connect the forge or the build server that runs the pipelines.',
    pattern: 'Held against the name of each run’s pipeline; “deploy” unless given.',
  },
  job: {
    title: 'Jobs of pipeline runs',
    one: 'job',
    many: 'jobs',
    advice: 'Jobs are collected with the runs once a rule of their repository asks for jobs; then come back.',
    pattern: 'Held against the name of each job; “deploy” unless given.',
  },
  tag: {
    title: 'Tags',
    one: 'tag',
    many: 'tags',
    advice: 'Tag a release (v1.0.0) and let its repository be collected.',
    pattern: 'Held against the name of each tag; what looks like a release (v1.2.3) unless given.',
  },
  merge: {
    title: 'Merges into the default branch',
    one: 'merge',
    many: 'merges',
    advice: 'Pull requests come with their forge; a plain git clone has none.',
    pattern: 'Not used: every merge into the default branch counts.',
  },
}
