import { expect, test } from 'vitest'
import { flowItem } from './flow-item'

test.each([
  [[], 'feat: pay later', 'feature'],
  [[], 'Feat(cart)!: pay later', 'feature'],
  [[], 'fix(login): no loop', 'defect'],
  [[], 'fix(security): escape the name', 'risk'],
  [[], 'revert: pay later', 'defect'],
  [[], 'chore: raise a log level', 'debt'],
  [[], 'docs: correct the runbook', 'debt'],
  [['kind/bug'], 'feat: pay later', 'defect'],
  [['Type: Bug'], 'Pay later', 'defect'],
  [['tech debt'], 'Pay later', 'debt'],
  [['enhancement', 'security'], 'Pay later', 'risk'],
  [['dependencies'], 'build(deps): bump zod', 'debt'],
  [['good first issue'], 'feat: pay later', 'feature'],
  [[], 'fix the loop at login', 'unclassified'],
  [[], 'wip: something', 'unclassified'],
  [[], 'constructor: make it', 'unclassified'],
  [['constructor', '__proto__', ''], '', 'unclassified'],
] as const)('labels %j and the title “%s” are %s', (labels, title, item) => {
  expect(flowItem({ labels, title })).toBe(item)
})
