// GitHub, github.com or an Enterprise Server: pull requests, reviews, workflow runs, deployments, releases, incidents, commits.
import { defineScopedSource } from '../contract'
import { check } from './check'
import { type ClientOptions, GitHub } from './client'
import { Config, identity } from './config'
import { deployments } from './deployments'
import { history } from './history'
import { incidents } from './incidents'
import { pullRequests } from './pull-requests'
import { releases } from './releases'
import { repositories } from './repositories'
import { runs } from './runs'
import type { RepositoryScope, Session } from './session'
import { webhook } from './webhook'

export function githubSource(options: ClientOptions = {}) {
  return defineScopedSource<Config, Session, RepositoryScope>({
    id: 'github',
    title: 'GitHub',
    config: Config,
    identity,
    open: (context) => ({ api: new GitHub(context, options), lacking: new Map() }),
    check,
    scopes: repositories,
    webhook,
    streams: [deployments, pullRequests, runs, incidents, releases, history],
    // LIMIT: GitHub advises against many requests at a time; its secondary limits punish them.
    atOnce: 4,
  })
}

export const github = githubSource()
