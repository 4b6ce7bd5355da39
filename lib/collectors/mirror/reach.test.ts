import { afterAll, describe, expect, it } from 'vitest'
import { GitRepository, removeFolders } from '../../testing/git-repository'
import { runContext } from '../../testing/run-context'
import { git } from '../git'
import { checkSource } from '../run'
import { parseUrl } from './location'
import { publicOnly } from './reach'

const refusing = { allowPrivateAddresses: false }

afterAll(removeFolders)

describe('where private networks are not allowed', () => {
  it.each([
    'https://127.0.0.1:9/acme/shop.git',
    'https://0x7f.1/acme/shop.git',
    'https://[::1]/acme/shop.git',
    'https://localhost/acme/shop.git',
    'ssh://git@10.0.0.7:22/acme/shop.git',
    'git@192.168.1.4:acme/shop.git',
    'git@2130706433:acme/shop.git',
    'git@[127.0.0.1:2222]:acme/shop.git',
    'git@[::1]:acme/shop.git',
  ])('%s is refused before git is asked', async (url) => {
    await expect(checkSource(git, 'shop', { url }, runContext(refusing))).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining('private network'),
    })
  })

  it('a public address is asked where it was found, and no redirect followed', async () => {
    const parsed = parseUrl('https://198.51.100.7/acme/shop.git')
    expect(parsed.ok && (await publicOnly(runContext(), parsed.location))).toBe('')
    const other = parseUrl('https://93.184.216.34/acme/shop.git')
    expect(other.ok && (await publicOnly(runContext(refusing), other.location))).toBe(
      '[http]\n\tfollowRedirects = false\n',
    )
  })

  it('a clone on this machine is read all the same', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    await expect(checkSource(git, 'shop', { path: repository.path }, runContext(refusing))).resolves.toBeDefined()
  })
})
