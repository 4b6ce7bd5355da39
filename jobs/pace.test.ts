import { expect, it } from 'vitest'
import { pace } from './pace'

it('says nothing in the first second and then at most a line a second', () => {
  let now = 0
  const said: string[] = []
  const say = pace(
    (line) => said.push(line),
    () => now,
  )
  for (const moment of [0, 400, 999, 1000, 1500, 1999, 2100]) {
    now = moment
    say(`at ${moment}`)
  }
  expect(said).toEqual(['at 1000', 'at 2100'])
})
