// COPY … TO STDOUT in PostgreSQL's binary form: bytes arrive as they are, where pg has the server print them as hexadecimal text.
import { pool } from '../db'

/** The columns of one row; their memory is the connection's and is written over after the call. */
type RowReader = (columns: (Buffer | null)[]) => void

type Connection = { query(text: string): void }

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')

/** What pg's client asks of a statement that reads its own answer; the pool sets `callback`. */
class CopyOut {
  callback?: (error: Error | null) => void
  #problem: Error | null = null

  constructor(
    readonly text: string,
    private readonly onRow: RowReader,
  ) {}

  submit(connection: Connection): void {
    connection.query(this.text)
  }

  /** The server sends one row at a time, the first one after the header. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#problem) return
    try {
      let at = chunk.subarray(0, SIGNATURE.length).equals(SIGNATURE) ? SIGNATURE.length : 0
      // Flags, and what a later version may add, with its length.
      if (at > 0) at += 8 + chunk.readInt32BE(at + 4)
      // A header alone; or the end, which counts -1 columns.
      const count = at < chunk.length ? chunk.readInt16BE(at) : -1
      if (count < 0) return
      at += 2
      const columns: (Buffer | null)[] = []
      for (let column = 0; column < count; column += 1) {
        const length = chunk.readInt32BE(at)
        at += 4
        columns.push(length < 0 ? null : chunk.subarray(at, at + length))
        if (length > 0) at += length
      }
      this.onRow(columns)
    } catch (error) {
      this.#problem = error as Error // sound: nothing else is thrown here
    }
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback?.(this.#problem)
  }

  handleError(error: Error): void {
    this.callback?.(error)
  }
}

/** Reads every row of `select`, whose values stand in it as literals: COPY takes no parameters. */
export async function copyOut(select: string, onRow: RowReader): Promise<void> {
  await pool().query(new CopyOut(`copy (${select}) to stdout (format binary)`, onRow) as never) // sound: the pool hands it to its client
}
