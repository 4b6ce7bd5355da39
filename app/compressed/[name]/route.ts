// Next answers with gzip only. Brotli makes its scripts a seventh smaller; the proxy leads here who understands it,
// next.config.ts names the encoding.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

const compress = promisify(brotliCompress)
const NAME = /^[\w~-][\w.~-]*\.(js|css)$/
const TYPES = { js: 'application/javascript; charset=UTF-8', css: 'text/css; charset=UTF-8' }

/** Each file once per process: names carry a hash, so that content never changes under them. */
const known = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

async function compressed(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await readFile(join(process.cwd(), '.next/static/chunks', name))
  const options = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: file.length }
  return Uint8Array.from(await compress(file, { params: options }))
}

export async function GET(_: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  const { name } = await params
  const kind = NAME.exec(name)?.[1]
  if (kind !== 'js' && kind !== 'css') return new Response('Not found\n', { status: 404 })
  const body = known.get(name) ?? compressed(name)
  known.set(name, body)
  try {
    return new Response(await body, {
      headers: {
        'Content-Type': TYPES[kind],
        'Cache-Control': 'public, max-age=31536000, immutable',
        Vary: 'Accept-Encoding',
      },
    })
  } catch {
    known.delete(name)
    return new Response('Not found\n', { status: 404 })
  }
}
