import { readPeopleKey } from '../lib/auth/people-key'
import { readConfig } from '../lib/config'
import type { Env } from '../lib/env'
import type { People } from '../lib/records/people'

/** How people are told apart without being named: the key of the hashes, and who else counts as a bot. */
export async function readPeople(env: Env): Promise<People> {
  const { bots } = readConfig(env.configPath, process.cwd(), process.env)
  return { key: await readPeopleKey(env), bots }
}
