import { expect, test } from 'vitest'
import { maskText } from './mask'

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
  ['Ask @alice, (@bob-b) or @carol.d.', 'Ask @…, (@…) or @….'],
  ['@zoë said', '@… said'],
  ['Bump @prisma/client to @2', 'Bump @prisma/client to @2'],
  ['Add icon@2x and mail @', 'Add icon@2x and mail @'],
  ['Fix it\nCo-authored-by: Alice Archer\nReviewed-By: Bob', 'Fix it\nCo-authored-by: …\nReviewed-By: …'],
  ['Sort-by: name', 'Sort-by: name'],
])('masks %j as %j', (text, masked) => {
  const twice = maskText(maskText(text))
  expect(maskText(text)).toBe(masked)
  expect(twice).toBe(masked)
})

test('a line of 16 MB of ats and letters is read once: with its square it would not come to an end', () => {
  const line = maskText(`${'a'.repeat(8_000_000)}@${'@a'.repeat(4_000_000)}`)
  // Compared as a whole: a difference would be printed.
  expect(line === `${'a'.repeat(8_000_000)}@@…${'@a'.repeat(3_999_999)}`).toBe(true)
})
