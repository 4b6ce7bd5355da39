import { describe, expect, test } from 'vitest'
import { commit, deployment, job, pullRequest, repository, review } from '../testing/build'
import { KnownNames } from './known-names'
import { fingerprint, protect, protectPerson, revertLines } from './people'
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
    ['will', 'This will do', 'This will do'],
  ])('masks the author %j in their own words', (author, subject, masked) => {
    expect(protect(commit({ author, subject }), people)).toMatchObject({ subject: masked })
  })

  test('masks whose remote a merge came from', () => {
    const subject = "Merge branch 'fix' of github.com:janeroe/shop into main"
    expect(protect(commit({ subject }), people)).toMatchObject({
      subject: "Merge branch 'fix' of github.com:…/shop into main",
    })
  })

  test('masks in every field whoever is known, but for what the record itself is of', () => {
    const known = new KnownNames(people.key)
    for (const author of ['janeroe', 'Bob Builder', 'acme', 'shop']) known.learn(author)
    const kept = protect(
      pullRequest({
        title: 'Fix the acme shop that Bob Builder broke',
        labels: ['owner: janeroe', 'bug'],
        headBranch: 'janeroe',
        baseBranch: 'janeroe/stack-1',
        url: 'https://github.com/acme/shop/pull/1',
      }),
      people,
      known,
    )
    expect(kept).toMatchObject({
      title: 'Fix the acme shop that … broke',
      labels: ['owner: …', 'bug'],
      headBranch: '…',
      baseBranch: '…/stack-1',
      url: 'https://github.com/acme/shop/pull/1',
    })
    expect(protect(kept, people, known)).toEqual(kept)
  })

  test('keeps what rules compare when it is one word, and what jobs need', () => {
    const known = new KnownNames(people.key)
    for (const author of ['janeroe', 'bob-b']) known.learn(author)
    expect(protect(deployment({ ref: 'janeroe' }), people, known)).toMatchObject({ ref: 'janeroe' })
    expect(protect(deployment({ ref: 'refs/heads/janeroe/x' }), people, known)).toMatchObject({ ref: 'refs/heads/…/x' })
    const one = protect(job({ name: 'janeroe', needs: ['try bob-b', 'lint'], runner: 'janeroe' }), people, known)
    expect(one).toMatchObject({ name: 'janeroe', needs: ['try …', 'lint'], runner: '…' })
    expect(protect(job({ name: 'try bob-b' }), people, known)).toMatchObject({ name: 'try …' })
  })

  test('drops the link to a fork, and a link stored before', () => {
    const known = new KnownNames(people.key)
    known.learn('janeroe')
    const kept = protect(pullRequest({ url: 'https://github.com/janeroe/shop/pull/3' }), people, known)
    expect(kept).not.toHaveProperty('url')
    expect(kept.unset).toEqual(['url'])
    const own = { name: 'janeroe/shop', url: 'https://github.com/janeroe/shop' }
    expect(protect(repository(own), people, known)).toMatchObject(own)
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
