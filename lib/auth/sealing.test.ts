import { expect, test } from 'vitest'
import { deriveKey, keyIdOf, type SealingKey, seal, unseal } from './sealing'

const place = { connection: 'acme', path: 'token' }
const keyOf = (text: string): Promise<SealingKey> => deriveKey(text)

test('what is sealed opens in its place with its key, and is different each time', async () => {
  const key = await keyOf('a secret of sixteen')
  for (const text of ['', 'ghp_1234', 'zażółć 🔑', 'x'.repeat(10_000)]) {
    const sealed = seal(text, key, place)
    expect(sealed).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/)
    expect(unseal(sealed, key, place)).toBe(text)
    expect(seal(text, key, place)).not.toBe(sealed)
  }
})

test('a text always stands for the same key, another text for another', async () => {
  const key = await keyOf('one')
  expect(await keyOf('one')).toEqual(key)
  expect(key.bytes).toHaveLength(32)
  expect((await keyOf('two')).id).not.toBe(key.id)
})

test('a changed character anywhere opens nothing', async () => {
  const key = await keyOf('one')
  const sealed = seal('ghp_1234', key, place)
  for (let at = 0; at < sealed.length; at += 1) {
    const other = sealed[at] === 'A' ? 'Q' : 'A'
    const altered = `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`
    expect(unseal(altered, key, place), `at ${at}`).toBeNull()
  }
  for (const cut of [sealed.slice(0, -1), sealed.slice(0, 40), '', 'v1', 'v1.aaaaaaaa.aaaaaaaaaaaaaaaa.a']) {
    expect(unseal(cut, key, place)).toBeNull()
  }
})

test('another key, another connection and another field open nothing', async () => {
  const [key, other] = [await keyOf('one'), await keyOf('two')]
  const sealed = seal('ghp_1234', key, place)
  expect(unseal(sealed, other, place)).toBeNull()
  expect(unseal(sealed, { id: key.id, bytes: other.bytes }, place)).toBeNull()
  expect(unseal(sealed, key, { ...place, connection: 'other' })).toBeNull()
  expect(unseal(sealed, key, { ...place, path: 'secondToken' })).toBeNull()
  expect(keyIdOf(sealed)).toBe(key.id)
  expect(keyIdOf('ghp_1234')).toBeNull()
})
