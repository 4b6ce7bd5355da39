// Which repositories a connection's patterns mean.
import { compileGlob } from '../../patterns'
import type { Config } from './config'

export type Selection = {
  /** Owners of whom many are meant. */
  owners: string[]
  /** Named one by one, and not left out. */
  names: { owner: string; name: string }[]
  /** Of an owner's repositories; names are the same in upper and lower case. */
  selects: (fullName: string) => boolean
  excludes: (fullName: string) => boolean
}

export function selectionOf({ repositories }: Pick<Config, 'repositories'>): Selection {
  const lower = repositories.map((text) => text.toLowerCase())
  const globs = lower.filter((text) => !text.startsWith('!')).map(compileGlob)
  const exclusions = lower.filter((text) => text.startsWith('!')).map((text) => compileGlob(text.slice(1)))
  const excludes = (fullName: string) => exclusions.some((matches) => matches(fullName.toLowerCase()))
  const owners = new Set<string>()
  const names = new Map<string, { owner: string; name: string }>()
  for (const text of repositories) {
    const [owner = '', name = ''] = text.split('/')
    if (owner.startsWith('!') || excludes(text)) continue
    if (/[*?]/.test(name)) owners.add(owner)
    else names.set(text.toLowerCase(), { owner, name })
  }
  return {
    owners: [...owners],
    names: [...names.values()],
    selects: (fullName) => globs.some((matches) => matches(fullName.toLowerCase())),
    excludes,
  }
}
