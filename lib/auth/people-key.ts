// Owns the people key: a secret of this installation that no rotation of other secrets touches.
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { StreamgaugeError } from '../errors'
import { refuseFreshPeopleKey } from '../store/settings'

const KEY = /^[A-Za-z0-9_-]{43}$/

type Place = { home: string; peopleKey?: string }

/**
 * The key from the environment, else from `people.key` in the home, which is made when missing and the open database was not
 * filled with a key yet. Throws `config`.
 */
export async function readPeopleKey(place: Place): Promise<string> {
  return (await findPeopleKey(place)) ?? (await createKeyFile(place.home, fileIn(place.home)))
}

/** The key that is there, or null; makes none. Throws `config` for a file that cannot be read or holds no key. */
export async function findPeopleKey({ home, peopleKey }: Place): Promise<string | null> {
  return peopleKey ?? (await readKeyFile(fileIn(home)))
}

function fileIn(home: string): string {
  return join(home, 'people.key')
}

async function readKeyFile(file: string): Promise<string | null> {
  let text: string
  try {
    text = (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new StreamgaugeError('config', `The people key ${file} cannot be read (${codeOf(error)}).`, {
      cause: error,
      hint: 'Make it a file that you may read, or set STREAMGAUGE_PEOPLE_KEY.',
    })
  }
  if (KEY.test(text)) return text
  throw new StreamgaugeError('config', `${file} does not hold a people key.`, {
    hint: 'Put the file back from a backup. Only if no database was filled with it yet, delete it: a new one is made.',
  })
}

/** A link appears whole or not at all, and of two processes the first one wins. */
async function createKeyFile(home: string, file: string): Promise<string> {
  await refuseFreshPeopleKey()
  const key = randomBytes(32).toString('base64url')
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(home, { recursive: true })
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(`${key}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(draft, file)
    return key
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return (await readKeyFile(file)) ?? key
    throw new StreamgaugeError('config', `The people key ${file} cannot be written (${codeOf(error)}).`, {
      cause: error,
      hint: 'Make STREAMGAUGE_HOME a folder that can be written, or set STREAMGAUGE_PEOPLE_KEY.',
    })
  } finally {
    await unlink(draft).catch(() => {})
  }
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? 'unknown')
}
