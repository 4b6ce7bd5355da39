// Owns the people key: a secret of this installation that no rotation of other secrets touches.
import { join } from 'node:path'
import { refuseFreshPeopleKey } from '../store/settings'
import { createKeyFile, type KeyFile, readKeyFile } from './key-file'

type Place = { home: string; peopleKey?: string }

/**
 * The key from the environment, else from `people.key` in the home, which is made when missing and the open database was not
 * filled with a key yet. Throws `config`.
 */
export async function readPeopleKey(place: Place): Promise<string> {
  const found = await findPeopleKey(place)
  if (found !== null) return found
  await refuseFreshPeopleKey()
  return createKeyFile(fileIn(place.home))
}

/** The key that is there, or null; makes none. Throws `config` for a file that cannot be read or holds no key. */
export async function findPeopleKey({ home, peopleKey }: Place): Promise<string | null> {
  return peopleKey ?? (await readKeyFile(fileIn(home)))
}

function fileIn(home: string): KeyFile {
  return {
    path: join(home, 'people.key'),
    title: 'people key',
    variable: 'STREAMGAUGE_PEOPLE_KEY',
    mend: 'Put the file back from a backup. Only if no database was filled with it yet, delete it: a new one is made.',
  }
}
