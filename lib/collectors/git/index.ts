// A git repository by path or address: its commits, tags, default branch and head, through a mirror of our own.
import { z } from 'zod'
import { defineSource, defineStream } from '../contract'
import { collectHistory, type Mirrored } from '../mirror/collect'
import { type ParsedLocation, parsePath, parseUrl } from '../mirror/location'
import { Resume, Since } from '../mirror/schema'
import { emptyRepository, openWorkspace } from '../mirror/workspace'

const Config = z
  .strictObject({
    path: z.string().min(1, 'is empty').optional().meta({
      title: 'Path',
      description: 'Of a clone on the machine that Streamgauge runs on.',
    }),
    url: z.string().min(1, 'is empty').optional().meta({
      title: 'Address',
      description: 'In place of a path: https or ssh, as git clone takes it.',
    }),
    repository: z.string().min(1, 'is empty').max(512).optional().meta({
      title: 'Repository',
      description: 'owner/name; after its origin unless given.',
    }),
  })
  .transform(({ path, url, repository }, ctx): Mirrored => {
    const refuse = (field: string[], message: string) => {
      ctx.addIssue({ code: 'custom', path: field, message })
      return z.NEVER
    }
    let parsed: ParsedLocation
    if (path !== undefined && url !== undefined) return refuse(['url'], 'and path are both given; give one of them')
    if (path !== undefined) parsed = parsePath(path)
    else if (url !== undefined) parsed = parseUrl(url)
    else return refuse(['path'], 'or url is required')
    if (!parsed.ok) return refuse([path !== undefined ? 'path' : 'url'], parsed.reason)
    return { location: parsed.location, repository }
  })

const history = defineStream<Mirrored, Resume, Since>({
  id: 'history',
  title: 'Commits and tags',
  resume: Resume,
  since: Since,
  collect: (context, cursor, held) => collectHistory(context, context.config, cursor, held),
})

export const git = defineSource<Mirrored>({
  id: 'git',
  title: 'Git repository',
  config: Config,
  identity: ({ location, repository }, { wantPaths }) => [location.kind, location.address, repository, wantPaths],
  async check(context) {
    const workspace = await openWorkspace(context, context.config.location, context.config.repository)
    const { head, originHead, headSha } = workspace.heads
    if (!headSha && !originHead) throw emptyRepository(workspace)
    const branch = originHead ?? head
    const summary = `${workspace.repository}, ${branch ? `default branch ${branch}` : 'no default branch'}, git ${workspace.gitVersion}`
    return { summary, warnings: branch ? [] : ['HEAD names no branch; main or master is taken as the default branch.'] }
  },
  streams: [history],
})
