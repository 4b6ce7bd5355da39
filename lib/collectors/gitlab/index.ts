// GitLab, on gitlab.com or one's own: merge requests, pipelines, deployments, releases, incidents and commits of many projects.
import { defineScopedSource } from '../contract'
import { Gitlab } from './api'
import { check } from './check'
import { Config } from './config'
import { deployments } from './deployments'
import { history } from './history'
import { incidents } from './incidents'
import { mergeRequests } from './merge-requests'
import { pipelines } from './pipelines'
import { type Project, projects, type Session } from './projects'
import { tags } from './tags'
import { webhook } from './webhook'

export const gitlab = defineScopedSource<Config, Session, Project>({
  id: 'gitlab',
  title: 'GitLab',
  config: Config,
  // NOTE: not the patterns: a project that joins is read from its own beginning, and one that leaves keeps its records.
  // How jobs, incidents and commits are read is kept with their own cursors: a change starts over what it concerns.
  identity: ({ baseUrl, since }) => [baseUrl, since],
  open: (context) => ({ api: new Gitlab(context), tiers: new Map(), incidents: new Map() }),
  check,
  scopes: projects,
  webhook,
  streams: [deployments, mergeRequests, pipelines, tags, incidents, history],
  atOnce: 3,
})
