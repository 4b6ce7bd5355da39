// Which commits touch the paths of a monorepo service.
import type { Service } from '../../records/schema'
import { commitOf, isMerge, minus, reach } from './reach'
import type { World } from './world'

/** Matches segment by segment: `*` and `?` within one, `**` over any number of them. */
export function globMatches(glob: string, path: string): boolean {
  return segmentsMatch(glob.split('/'), path.split('/'))
}

function segmentsMatch(glob: string[], path: string[]): boolean {
  const [first, ...rest] = glob
  if (first === undefined) return path.length === 0
  if (first === '**') {
    // NOTE: `dir/**` is what lies in the folder, not a file of the folder's name; `**/x` is also `x` itself.
    if (rest.length === 0) return path.length > 0
    return path.some((_, skipped) => segmentsMatch(rest, path.slice(skipped)))
  }
  const [head, ...tail] = path
  return head !== undefined && segmentMatches(first, head) && segmentsMatch(rest, tail)
}

function segmentMatches(glob: string, name: string): boolean {
  if (glob === '') return name === ''
  if (glob[0] === '*')
    return segmentMatches(glob.slice(1), name) || (name !== '' && segmentMatches(glob, name.slice(1)))
  if (name === '') return false
  return (glob[0] === '?' || glob[0] === name[0]) && segmentMatches(glob.slice(1), name.slice(1))
}

/** Whether a commit touches the service; everything does where the service has no paths. */
export function touches(world: World, service: Service, sha: string): boolean {
  if (!service.paths) return true
  const commit = commitOf(world, service.repository, sha)
  if (!commit) return false
  if (!isMerge(commit)) return pathsMatch(service.paths, commit.paths)
  return [...broughtBy(world, service.repository, commit.parents)].some((brought) => {
    const part = commitOf(world, service.repository, brought)
    return part !== null && !isMerge(part) && pathsMatch(service.paths ?? [], part.paths)
  })
}

/** A merge brings what is reachable from its other parents and not from its first. */
function broughtBy(world: World, repository: string, parents: string[]): Set<string> {
  const [first, ...others] = parents
  const brought = new Set(others.flatMap((parent) => [...reach(world, repository, parent)]))
  return minus(brought, reach(world, repository, first ?? null))
}

function pathsMatch(globs: string[], paths: string[] | undefined): boolean {
  return (paths ?? []).some((path) => globs.some((glob) => globMatches(glob, path)))
}
