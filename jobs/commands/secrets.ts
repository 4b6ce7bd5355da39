// sg secrets rotate: over to a new key.
import { rotateSecrets } from '../../lib/auth/rotate-secrets'
import { describeError } from '../../lib/errors'
import { withDatabase } from '../database'

/** Returns the exit code: 1 when some secrets could not be read. */
export async function runRotate(): Promise<number> {
  return withDatabase(async (env) => {
    const { sealed, lost } = await rotateSecrets(env)
    const of = sealed.length === 0 ? 'No source has secrets at rest.' : `Sealed anew: ${sealed.join(', ')}.`
    const key = env.secret === undefined ? 'the new secret.key in STREAMGAUGE_HOME' : 'STREAMGAUGE_SECRET'
    process.stderr.write(`${of} The key in use is ${key}; keep it with your backups.\n`)
    for (const error of lost) process.stderr.write(`${describeError(error)}\n`)
    if (env.oldSecret !== undefined && lost.length === 0)
      process.stderr.write('STREAMGAUGE_SECRET_OLD may be unset once no process runs that was started without it.\n')
    return lost.length === 0 ? 0 : 1
  })
}
