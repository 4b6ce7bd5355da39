import { describe, expect, test } from 'vitest'
import { commit, deployment, job, pullRequest, review } from '../testing/build'
import { fingerprint, maskText, protect, protectPerson, revertLines } from './people'
import { StoredPerson } from './schema'

const people = { key: 'a people key of this test', bots: ['Deploy-User'] }

describe('a person', () => {
  test('is the same however it is written, and another one under another key', () => {
    const alice = protectPerson('alice@acme.example', people)
    expect(protectPerson('  Alice@ACME.example ', people)).toEqual(alice)
    expect(protectPerson('bob@acme.example', people).hash).not.toBe(alice.hash)
    expect(protectPerson('alice@acme.example', { key: 'another', bots: [] }).hash).not.toBe(alice.hash)
    expect(StoredPerson.safeParse(alice).success).toBe(true)
  })

  test.each([
    ['dependabot[bot]', true],
    ['Renovate[BOT]@users.example', true],
    ['deploy-user', true],
    [' DEPLOY-USER ', true],
    ['deploy-user-2', false],
    ['robot', false],
  ])('%s is a bot: %s', (name, bot) => {
    expect(protectPerson(name, people).bot).toBe(bot)
  })

  test('in stored form passes as it is', () => {
    const stored = { hash: 'x'.repeat(22), bot: true }
    expect(protectPerson(stored, people)).toBe(stored)
  })

  test('the fingerprint tells keys apart and is no person', () => {
    expect(fingerprint('one')).not.toBe(fingerprint('two'))
    expect(fingerprint(people.key)).not.toBe(protectPerson('fingerprint of the people key', people).hash)
  })
})

test.each([
  ['Thanks to alice@acme.example!', 'Thanks to …@…!'],
  ['<Alice.B+tag@mail.acme.co.uk>', '<…@…>'],
  ['a@b.io,c@d.org;e@f.net', '…@…,…@…;…@…'],
  ['"alice b"@acme.example said', '…@… said'],
  ['root@localhost', '…@…'],
  ['zoë@münchen.example', '…@…'],
  ['a@b@acme.example', 'a@…@…'],
  ['Bump @types/node', 'Bump @types/node'],
  ['Bump react@18.2.0', 'Bump react@18.2.0'],
  ['Use actions/checkout@v4', 'Use actions/checkout@v4'],
  ['Merge pull request #5 from alice/fix/it', 'Merge pull request #5 from …/fix/it'],
  ['Merge pull request #5 from alice/bob@acme.example', 'Merge pull request #5 from …@…'],
  ['plain', 'plain'],
])('masks %j as %j', (text, masked) => {
  const twice = maskText(maskText(text))
  expect(maskText(text)).toBe(masked)
  expect(twice).toBe(masked)
})

test('masking a line of 16 MB of ats and letters takes no time to speak of', () => {
  const started = performance.now()
  maskText(`${'a'.repeat(8_000_000)}@${'@a'.repeat(4_000_000)}`)
  expect(performance.now() - started).toBeLessThan(4000)
})

test.each([
  ['Fix it\n\nCo-authored-by: Alice <a@b.example>', ''],
  ['This reverts commit 1234567.', 'This reverts commit 1234567.'],
  [
    'Broken.\n\nThis reverts commit ABCDEF1234567890, reversing\nchanges by alice.',
    'This reverts commit abcdef1234567890.',
  ],
  ['This reverts commit 123456.', ''],
  [
    'This reverts commit\n1234567\nthis reverts commit 7654321',
    'This reverts commit 1234567.\nThis reverts commit 7654321.',
  ],
])('of the body %j stays %j', (body, kept) => {
  expect(revertLines(body)).toBe(kept)
  expect(revertLines(kept)).toBe(kept)
})

describe('protect', () => {
  test.each([
    ['Jane Roe', 'Fix by jane roe and Janette', 'Fix by … and Janette'],
    ['janeroe', 'Ask @janeroe, not janeroes', 'Ask @…, not janeroes'],
    ['al', 'all is al', 'all is al'],
  ])('masks the author %j in their own words', (author, subject, masked) => {
    expect(protect(commit({ author, subject }), people)).toMatchObject({ subject: masked })
  })

  test('masks whose remote a merge came from', () => {
    const subject = "Merge branch 'fix' of github.com:janeroe/shop into main"
    expect(protect(commit({ subject }), people)).toMatchObject({
      subject: "Merge branch 'fix' of github.com:…/shop into main",
    })
  })

  test('hashes, masks and keeps the rest', () => {
    const record = commit({
      author: 'alice',
      subject: 'By a@b.example',
      body: 'hello',
      additions: 4,
      updatedAt: '2026-01-01T00:00:00Z',
    })
    const kept = protect(record, people)
    expect(kept).toMatchObject({ sha: record.sha, additions: 4, subject: 'By …@…', updatedAt: record.updatedAt })
    expect(kept).not.toHaveProperty('body')
    expect(protect(kept, people)).toEqual(kept)
    expect(record.author).toBe('alice')
  })

  test('reaches every field of free text', () => {
    const address = 'alice@acme.example'
    const records = [
      pullRequest({ title: address, headBranch: address, baseBranch: address, labels: [address], url: address }),
      deployment({ ref: `refs/heads/${address}`, url: address }),
      job({ name: address, needs: [address], runner: address }),
      review({ author: address }),
    ]
    for (const record of records) expect(JSON.stringify(protect(record, people))).not.toContain('alice')
  })
})
