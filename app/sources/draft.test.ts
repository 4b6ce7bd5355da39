import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { useTestDatabase } from '../../lib/testing/database'
import { readDraft, saveDraft } from './draft'

function form(values: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries({ kind: 'github', name: 'forge', repositories: 'acme/*', ...values }))
    data.set(name, value)
  return data
}

describe('what a person fills in for a connection', () => {
  useTestDatabase()

  let home = ''
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'streamgauge-draft-'))
    vi.stubEnv('STREAMGAUGE_HOME', home)
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(home, { recursive: true, force: true })
  })

  it.each(['import', 'streamgauge.yaml'])('is not called %s, which is a source of our own', async (name) => {
    expect((await readDraft(form({ name, token: 't' }), null))?.problems).toEqual({ name: 'is taken' })
  })

  it.each(['STREAMGAUGE_SECRET', 'DATABASE_URL'])('reads no variable of our own: %s', async (name) => {
    const token = ['$', `{${name}}`].join('')
    const read = await readDraft(form({ token }), null)
    expect(read?.problems).toEqual({ token: expect.stringContaining('Streamgauge itself') })
  })

  it('may leave a secret as it was, and is told when its key is gone', async () => {
    const read = await readDraft(form({ token: 'ghp_1' }), null)
    expect(read?.problems).toEqual({})
    if (read) await saveDraft(read.draft)
    const again = { known: 'forge', repositories: 'acme/shop' }
    expect((await readDraft(form(again), 'forge'))?.problems).toEqual({})
    await rm(join(home, 'secret.key'))
    const lost = await readDraft(form(again), 'forge')
    expect(lost?.problems).toEqual({ '': expect.stringContaining('its key is missing') })
    expect(JSON.stringify(lost?.problems)).not.toContain('v1.')
    expect((await readDraft(form({ ...again, token: 'ghp_2' }), 'forge'))?.problems).toEqual({})
  })

  it('is nothing where the source is gone or of no kind', async () => {
    expect(await readDraft(form({ known: 'gone' }), 'gone')).toBeNull()
    expect(await readDraft(form({ kind: 'constructor' }), null)).toBeNull()
  })

  it('reads the variables of others', async () => {
    vi.stubEnv('TOKEN_OF_TEST', 'ghp_3')
    const token = ['$', '{TOKEN_OF_TEST}'].join('')
    expect((await readDraft(form({ token }), null))?.problems).toEqual({ name: 'is taken' })
  })
})
