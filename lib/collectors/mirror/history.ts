// Reads commits from the mirror in bounded pieces.
import { type Mirror, splitMirror } from './mirror'
import { COMMIT_FIELDS, parseCommit, type Row } from './schema'

const NUL = 0
const LINE_AND_COLON = '\n:'

/**
 * The commits of `shas` in that order, one row each. With `wantPaths` a row carries what the commit changed against
 * its only parent: both names of a rename, names as they are, whatever bytes they hold.
 */
export async function* readCommits(
  mirror: Mirror,
  repository: string,
  shas: string[],
  wantPaths: boolean,
): AsyncGenerator<Row> {
  const format = COMMIT_FIELDS.map((field) => `${field}%x00`).join('')
  const diff = wantPaths ? ['--raw', '--no-renames', '--no-abbrev', '--no-ext-diff'] : ['--no-patch']
  const plain = ['--no-color', '--no-notes', '--no-mailmap', '--encoding=UTF-8']
  const args = ['log', '-z', '--no-walk=unsorted', '--stdin', ...plain, ...diff, `--format=format:${format}`]
  let fields: Buffer[] = []
  let paths: Buffer[] = []
  let atPath = false
  const row = () => {
    const commit = parseCommit(repository, fields, wantPaths ? paths : undefined)
    fields = []
    paths = []
    return commit
  }
  for await (const pieces of splitMirror(mirror, args, NUL, `${shas.join('\n')}\n`)) {
    for (const piece of pieces) {
      if (fields.length < COMMIT_FIELDS.length) {
        fields.push(piece)
      } else if (atPath) {
        paths.push(piece)
        atPath = false
      } else if (piece.length === 0) {
        yield row() // the empty piece between two commits
      } else {
        atPath = piece[0] === LINE_AND_COLON.charCodeAt(0) || piece[0] === LINE_AND_COLON.charCodeAt(1)
      }
    }
  }
  if (fields.length === COMMIT_FIELDS.length) yield row()
}
