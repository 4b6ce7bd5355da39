import { describe, expect, it } from 'vitest'
import { readList } from './list-query'

describe('what a page asks of its lists', () => {
  it('is the newest changes unless it says otherwise', () => {
    expect(readList({})).toEqual({
      ok: true,
      list: {
        tab: 'changes',
        sort: 'deployed',
        descending: true,
        show: 'all',
        text: '',
        page: null,
        open: null,
        deployment: null,
      },
    })
  })

  it('is read from the URL', () => {
    const asked = {
      tab: 'deployments',
      sort: 'recovery',
      dir: 'asc',
      show: 'failed',
      q: ' v1.2 ',
      page: '3',
      open: 'd1',
    }
    expect(readList(asked)).toEqual({
      ok: true,
      list: {
        tab: 'deployments',
        sort: 'recovery',
        descending: false,
        show: 'failed',
        text: 'v1.2',
        page: 3,
        open: 'd1',
        deployment: null,
      },
    })
  })

  it.each([
    [{ tab: 'people' }, 'There is no tab “people”'],
    [{ tab: 'incidents', sort: 'lead' }, 'There is no order of incidents “lead”'],
    [{ sort: 'constructor' }, 'There is no order of changes “constructor”'],
    [{ show: 'failed' }, 'There is no selection of changes “failed”'],
    [{ dir: 'up' }, 'There is no direction “up”'],
    [{ page: '0' }, '“0” is no page number'],
    [{ page: '1e3' }, '“1e3” is no page number'],
    [{ tab: 'x'.repeat(500) }, `“${'x'.repeat(40)}…”`],
  ])('is refused by name where it is not known: %j', (asked, message) => {
    const read = readList(asked)
    expect(read.ok).toBe(false)
    expect(read.ok ? '' : read.message).toContain(message)
  })
})
