import { describe, expect, it } from 'vitest'
import { nameOfAddress, nameOfFolder, parsePath, parseUrl, publicUrl } from './location'

describe('an address', () => {
  it.each([
    ['https://forge.example/acme/shop.git', 'acme/shop', 'https://forge.example/acme/shop'],
    ['https://ada:s%40cret@forge.example:8443/acme/shop/', 'acme/shop', 'https://forge.example:8443/acme/shop'],
    ['https://gitlab.example/group/sub/shop.git', 'group/sub/shop', 'https://gitlab.example/group/sub/shop'],
    ['https://bitbucket.example/scm/acme/shop.git', 'acme/shop', 'https://bitbucket.example/scm/acme/shop'],
    ['ssh://git@forge.example:22/acme/shop.git', 'acme/shop', 'ssh://git@forge.example:22/acme/shop.git'],
    ['ssh://forge.example/~ada/shop', 'shop', 'ssh://forge.example/~ada/shop'],
    ['git@forge.example:acme/shop.git', 'acme/shop', 'ssh://git@forge.example/acme/shop.git'],
    ['forge.example:/srv/git/acme/shop.git', 'acme/shop', 'ssh://forge.example/srv/git/acme/shop.git'],
    ['javascript:alert(1)//', 'alert(1)', 'ssh://javascript/alert(1)//'],
    ['https://forge.example/acme/caf%C3%A9', 'acme/café', 'https://forge.example/acme/caf%C3%A9'],
  ])('%s is %s', (address, name, url) => {
    expect(nameOfAddress(address)).toBe(name)
    expect(publicUrl(address)).toBe(url)
  })

  it.each(['/srv/shop.git', '../shop', 'file:///srv/shop'])(
    "%s on a disk names nothing and is nobody's business",
    (address) => {
      expect(nameOfAddress(address)).toBeUndefined()
      expect(publicUrl(address)).toBeUndefined()
    },
  )

  it('gives up its credentials', () => {
    expect(parseUrl('https://ada:s%40cret@forge.example/a/b')).toEqual({
      ok: true,
      location: {
        kind: 'https',
        address: 'https://forge.example/a/b',
        credentials: { username: 'ada', password: 's@cret' },
      },
    })
    expect(parseUrl('https://token@forge.example/a/b')).toMatchObject({
      location: { address: 'https://forge.example/a/b', credentials: { username: 'token', password: '' } },
    })
  })

  it.each([
    'ext::sh -c "touch /tmp/owned"',
    'EXT::sh',
    'fd::17',
    'http://forge.example/a/b',
    'git://forge.example/a/b',
    'ftp://forge.example/a/b',
    '--upload-pack=touch /tmp/owned',
    '-oProxyCommand=x:y',
    'ssh://-oProxyCommand=touch/a/b',
    'ssh://-oProxyCommand@host/a/b',
    'ssh://ada:secret@forge.example/a/b',
    'git@-host:acme/shop',
    'host:-acme/shop',
    'https://forge.example/-acme',
    'https://forge.example/',
    'https://forge.example/a/b?private_token=x',
    'https://forge.example/a/b#x',
    'https://forge.example/a/b\n--upload-pack=x',
    'file://server/share',
    'plain',
    '',
  ])('%j is refused', (address) => {
    expect(parseUrl(address)).toEqual({ ok: false, reason: expect.stringMatching(/\w/) })
  })

  it('of a file is its path, absolute', () => {
    expect(parseUrl('file:///srv/a%20b')).toEqual({ ok: true, location: { kind: 'path', address: '/srv/a b' } })
    expect(parsePath('-rf')).toMatchObject({ location: { address: expect.stringMatching(/^\/.*\/-rf$/) } })
    expect(parsePath('a\0b').ok).toBe(false)
  })
})

describe('a folder', () => {
  it.each([
    ['/srv/shop', 'shop'],
    ['/srv/shop.git', 'shop'],
    ['/srv/shop/.git', 'shop'],
    ['/srv/ä b', 'ä b'],
    ['/', undefined],
  ])('%s is %s', (path, name) => {
    expect(nameOfFolder(path)).toBe(name)
  })
})
