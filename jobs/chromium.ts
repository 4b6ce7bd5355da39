// Finds the Chromium that the browser tests drive.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { resolveGiven } from '../lib/env'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** CHROMIUM_PATH, else one of the system; undefined leaves the choice to Playwright's own. */
export function findSystemChromium(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const given = env.CHROMIUM_PATH
  // A name alone is looked up on the PATH by whoever starts it.
  if (given) return basename(given) === given ? given : resolveGiven(given, env)
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  if (platform === 'darwin') candidates.push(...macApplications)
  return candidates.find((file) => existsSync(file))
}

export type BrowserSearch = {
  env: NodeJS.ProcessEnv
  platform?: NodeJS.Platform
  say: (line: string) => void
  /** Where Playwright's own is, or would be. */
  ownPath: string
  /** Downloads Playwright's own; true when it is there. */
  install: () => Promise<boolean>
}

/** Whether there is a browser that starts, installed if there is none; `say` hears which, or what to do about it. */
export async function findBrowser({ env, platform, say, ownPath, install }: BrowserSearch): Promise<boolean> {
  const system = findSystemChromium(env, platform)
  if (system) {
    const answer = spawnSync(system, ['--version'], { encoding: 'utf8', timeout: 20_000 })
    if (answer.status === 0) {
      say(`${answer.stdout.trim()} (${system})`)
      return true
    }
    const why = answer.error?.message ?? (answer.stderr.trim() || `exit code ${answer.status}`)
    say(`${system} does not start: ${why}`)
    say('Set CHROMIUM_PATH to a Chromium or Chrome that does.')
    return false
  }
  if (existsSync(ownPath)) return true
  say('No Chromium was found; installing the one of Playwright …')
  if (await install()) return true
  say('The browser tests need Chromium or Chrome, and none could be installed. Do one of these and run again:')
  say('  Debian, Ubuntu: apt-get install chromium · Fedora: dnf install chromium · macOS: brew install --cask chromium')
  say('  anywhere: npx playwright install --with-deps chromium, or set CHROMIUM_PATH to the one you have')
  return false
}
