// A secret of this installation in a file for its owner alone: made once, whole or not at all, whoever comes first.
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StreamgaugeError } from '../errors'

const KEY = /^[A-Za-z0-9_-]{43}$/

export type KeyFile = {
  path: string
  /** What a person calls it: "people key". */
  title: string
  /** The variable that may hold it instead. */
  variable: string
  /** What to do about a file that holds something else. */
  mend: string
}

/** The key in the file, or null where there is none. Throws `config` for a file that cannot be read or holds no key. */
export async function readKeyFile({ path, title, variable, mend }: KeyFile): Promise<string | null> {
  let text: string
  try {
    text = (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new StreamgaugeError('config', `The ${title} ${path} cannot be read (${codeOf(error)}).`, {
      cause: error,
      hint: `Make it a file that you may read, or set ${variable}.`,
    })
  }
  if (KEY.test(text)) return text
  throw new StreamgaugeError('config', `${path} does not hold a ${title}.`, { hint: mend })
}

/** A link appears whole or not at all, and of two processes the first one wins. */
export async function createKeyFile(file: KeyFile): Promise<string> {
  const { path, title, variable } = file
  const key = randomBytes(32).toString('base64url')
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(/* turbopackIgnore: true */ draft, 'wx', 0o600)
    try {
      await handle.writeFile(`${key}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(draft, path)
    return key
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return (await readKeyFile(file)) ?? key
    throw new StreamgaugeError('config', `The ${title} ${path} cannot be written (${codeOf(error)}).`, {
      cause: error,
      hint: `Make STREAMGAUGE_HOME a folder that can be written, or set ${variable}.`,
    })
  } finally {
    await unlink(draft).catch(() => {})
  }
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? 'unknown')
}
