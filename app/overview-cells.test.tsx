import { expect, test } from 'vitest'
import { moreOf, type Told } from './overview-cells'
import { COLUMNS } from './overview-columns'

function told(id: string, value: string | null, link: string | null): Told {
  const column = COLUMNS.find((one) => one.id === id)
  if (!column) throw new Error(`no column ${id}`)
  return { column, shown: { value, below: '1 of 5', change: { kind: 'none' }, unseen: false }, variation: null, link }
}

test('a phone’s figures lead where those of a wide screen do, and what has no value leads nowhere', () => {
  const html = moreOf([
    told('failed', '<1 %', '/metrics/change-failure-rate?service=a&window=4w'),
    told('recovery', null, '/metrics/recovery-time?service=a'),
  ])
  expect(html).toContain('<summary>1 of 5 failed</summary>')
  expect(html).toContain('<a href="/metrics/change-failure-rate?service=a&amp;window=4w">&lt;1 %</a>')
  expect(html).toContain('<b>no data</b>')
  expect(html.match(/<a /g)).toHaveLength(1)
})

test('nothing in an address can end it', () => {
  expect(moreOf([told('flow', '5 %', '/x?q="><script>')])).toContain('<a href="/x?q=&quot;>&lt;script>">')
})
