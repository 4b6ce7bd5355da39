// Owns the people key: a secret of this installation that no rotation of other secrets touches.
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { StreamgaugeError } from '../errors'

const KEY = /^[A-Za-z0-9_-]{43}$/

/** The key from the environment, else from `people.key` in the home, which is made when missing. Throws `config`. */
export async function readPeopleKey({ home, peopleKey }: { home: string; peopleKey?: string }): Promise<string> {
  if (peopleKey !== undefined) return peopleKey
  const file = join(home, 'people.key')
  return (await readKeyFile(file)) ?? (await createKeyFile(home, file))
}

async function readKeyFile(file: string): Promise<string | null> {
  let text: string
  try {
    text = (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new StreamgaugeError('config', `The people key ${file} cannot be read (${codeOf(error)}).`, { cause: error })
  }
  if (KEY.test(text)) return text
  throw new StreamgaugeError('config', `${file} does not hold a people key.`, {
    hint: 'Put the file back from a backup. Only if no database was filled with it yet, delete it: a new one is made.',
  })
}

/** A link appears whole or not at all, and of two processes the first one wins. */
async function createKeyFile(home: string, file: string): Promise<string> {
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
