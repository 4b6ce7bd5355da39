// sg export: every record on standard output, as fast as its reader takes it.
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { StreamgaugeError } from '../../lib/errors'
import { exportRecords } from '../../lib/store/export'

export type ExportCommand = { since?: Date; stdout: Writable }

const PIECE = 64 * 1024

/** Returns the exit code. A reader that goes away (`| head`) ends it quietly. */
export async function runExport({ since, stdout }: ExportCommand): Promise<number> {
  let failure: NodeJS.ErrnoException | undefined
  const onError = (error: NodeJS.ErrnoException) => {
    failure = error
  }
  stdout.on('error', onError)
  try {
    let piece = ''
    for await (const line of exportRecords({ since })) {
      piece += `${line}\n`
      if (piece.length < PIECE) continue
      await write(stdout, piece)
      piece = ''
      if (failure) break
    }
    if (!failure) await write(stdout, piece)
  } catch (error) {
    failure ??= error as NodeJS.ErrnoException // sound: streams and the database throw errors
  } finally {
    stdout.off('error', onError)
  }
  if (!failure) return 0
  // Nobody reads on; the stream may still say so once more.
  stdout.on('error', () => {})
  if (failure.code === 'EPIPE') return 0
  if (failure instanceof StreamgaugeError || failure.syscall !== 'write') throw failure
  const why = failure.code === 'ENOSPC' ? 'no disk space is left' : (failure.code ?? failure.message)
  throw new StreamgaugeError('config', `The export could not be written to its end: ${why}.`, {
    cause: failure,
    hint: 'What was written of it is incomplete; nothing else was changed.',
  })
}

async function write(stdout: Writable, text: string): Promise<void> {
  if (text === '') return
  await new Promise<void>((resolve, reject) => {
    stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
  if (stdout.writableNeedDrain) await once(stdout, 'drain')
}
