// The only place where git's words become a kind of error; git runs with LC_ALL=C.
import { StreamgaugeError } from '../../errors'
import type { Location } from './location'

type Rule = {
  says: RegExp
  only?: Location['kind'][]
  error: (where: string, location: Location) => StreamgaugeError
}

const HINTS = {
  https:
    // biome-ignore lint/suspicious/noTemplateCurlyInString: how the file reads a variable
    'Give a token that may read the repository: url: https://user:${TOKEN}@host/owner/name in streamgauge.yaml, with TOKEN in the environment.',
  ssh: 'See that an ssh key without a passphrase (or an agent) is there, may read the repository, and that the host is in known_hosts.',
  path: 'Give the user that runs Streamgauge read access to it.',
}

// First match wins: git prints a general line after the particular one.
const RULES: Rule[] = [
  {
    says: /No space left on device|Disk quota exceeded|out of disk space/i,
    error: (where) =>
      new StreamgaugeError('unavailable', `There is no space left on the disk for the mirror of ${where}`, {
        hint: 'Free some space or move STREAMGAUGE_HOME, then collect again.',
      }),
  },
  {
    says: /dubious ownership|unsafe repository/i,
    error: (where, location) =>
      new StreamgaugeError('config', `${where} belongs to another user, so git refuses to read it`, {
        hint: `If you trust it: git config --global --add safe.directory ${JSON.stringify(location.address)}`,
      }),
  },
  {
    says: /shallow update not allowed|shallow file has changed|attempt to fetch\/clone from a shallow/i,
    error: shallow,
  },
  {
    says: /transport '.*' not allowed|Protocol "?\w+"? (not supported|disabled)/i,
    error: (where) =>
      new StreamgaugeError('config', `${where} leads to a protocol that is not allowed`, {
        hint: 'Use an https, ssh or file address.',
      }),
  },
  {
    says: /Host key verification failed/i,
    error: (where) =>
      new StreamgaugeError('auth', `The ssh host key of ${where} is unknown or has changed`, { hint: HINTS.ssh }),
  },
  {
    says: /Repository not found|repository '.*' not found|project you were looking for could not be found|The requested URL returned error: 404/i,
    error: (where, location) =>
      new StreamgaugeError('not-found', `${where} was not found, or is hidden from the account that asked`, {
        hint: `Check the address. ${HINTS[location.kind]}`,
      }),
  },
  {
    says: /Authentication failed|could not read (Username|Password)|Permission denied \((publickey|password|keyboard)|The requested URL returned error: 40[13]|HTTP Basic: Access denied|access denied or repository not exported/i,
    error: (where, location) =>
      new StreamgaugeError('auth', `${where} asks for credentials, or does not accept those given`, {
        hint: HINTS[location.kind],
      }),
  },
  {
    says: /does not appear to be a git repository|not a git repository|no such file or directory/i,
    only: ['path'],
    error: (where) => notARepository(where),
  },
  {
    says: /Permission denied|Read-only file system|Operation not permitted/i,
    only: ['path'],
    error: (where) =>
      new StreamgaugeError('config', `${where} or its mirror may not be read or written`, { hint: HINTS.path }),
  },
  {
    says: /does not appear to be a git repository|does not exist/i,
    error: (where) => new StreamgaugeError('not-found', `${where} was not found`, { hint: 'Check the address.' }),
  },
  {
    says: /certificate|SSL|TLS/,
    error: (where) =>
      new StreamgaugeError('unavailable', `${where} could not be reached over a trusted connection`, {
        hint: 'If the server uses an authority of your own, name the file of its certificate in NODE_EXTRA_CA_CERTS.',
      }),
  },
  {
    says: /Could not resolve|Failed to connect|Couldn't connect|Connection (refused|timed out|reset|closed)|timed out|Network is unreachable|No route to host|unable to access|early EOF|unexpected disconnect|RPC failed|hung up|Could not read from remote|error: 5\d\d|too slow/i,
    error: (where) =>
      new StreamgaugeError('unavailable', `${where} could not be reached`, {
        hint: 'Check the address and the network; a proxy is taken from HTTPS_PROXY.',
      }),
  },
]

/** The error for a git command that failed. Credentials never reach the message. */
export function explainFailure(location: Location, args: string[], code: number | null, stderr: string) {
  const rule = RULES.find(({ says, only }) => says.test(stderr) && (only?.includes(location.kind) ?? true))
  const text = redact(stderr, location)
  const cause = new Error(`git ${commandOf(args)} ended with ${code ?? 'a signal'}: ${text.trim()}`)
  if (rule) {
    const { kind, message, hint } = rule.error(location.address, location)
    return new StreamgaugeError(kind, message, { hint, cause })
  }
  const last =
    text
      .trim()
      .split('\n')
      .findLast((line) => line.trim() !== '') ?? 'no message'
  return new StreamgaugeError('unexpected', `git ${commandOf(args)} failed for ${location.address}: ${last}`, { cause })
}

export function notARepository(where: string, inside?: string): StreamgaugeError {
  return new StreamgaugeError('config', `${where} is not a git repository`, {
    hint: inside
      ? `It is a folder inside ${inside}; give that one.`
      : 'Give the folder of a clone, or a bare repository.',
  })
}

export function shallow(where: string): StreamgaugeError {
  return new StreamgaugeError('config', `${where} is a shallow clone: its history is cut off`, {
    hint: 'Run `git fetch --unshallow` there, or clone it without --depth.',
  })
}

export function empty(where: string): StreamgaugeError {
  return new StreamgaugeError('config', `${where} has no commits yet`, {
    hint: 'Collect again after the first commit.',
  })
}

function commandOf(args: string[]): string {
  return args.find((arg) => /^[a-z][a-z-]+$/.test(arg)) ?? ''
}

function redact(text: string, { credentials }: Location): string {
  // An address may carry its token as the user's name, without a password.
  const secret = credentials?.password || credentials?.username
  if (!secret) return text
  return text.replaceAll(secret, '***').replaceAll(encodeURIComponent(secret), '***')
}
