import { expect, test } from 'vitest'
import { keepDatabase } from './keep-database'

test('a server that stopped is started again; what hinders it is said once', async () => {
  const said: string[] = []
  const over = new AbortController()
  const full = () => Promise.reject(new Error('No disk space left.'))
  const outcomes = [async () => false, async () => true, full, full, async () => false, full]
  const revive = () => {
    const next = outcomes.shift()
    if (outcomes.length === 0) over.abort()
    return next?.() ?? Promise.resolve(false)
  }
  await keepDatabase({ embedded: true, revive }, (line) => said.push(line), over.signal, 1)
  const hindered = expect.stringContaining('No disk space left.')
  expect(said).toEqual(['The database had stopped and was started again', hindered, hindered])
})

test('one that is not ours is left alone', async () => {
  const revive = () => Promise.reject(new Error('asked'))
  await keepDatabase({ embedded: false, revive }, expect.fail, new AbortController().signal, 1)
})
