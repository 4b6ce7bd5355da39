import { expect, test } from 'vitest'
import { classify, flowItem, flowRule } from './flow-item'

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
  [[], 'Revert "feat: pay later"', 'defect'],
  [[], 'Revert "Pay later"', 'defect'],
  [['enhancement'], 'Revert "feat: pay later"', 'feature'],
  [[], 'Revert "Revert "feat: pay later""', 'feature'],
  [[], 'Reapply "feat: pay later"', 'feature'],
  [[], 'Revert "Reapply "feat: pay later""', 'defect'],
  [[], 'Reapply "Pay later"', 'unclassified'],
  [[], 'Revert the price list', 'unclassified'],
] as const)('labels %j and the title “%s” are %s', (labels, title, item) => {
  expect(flowItem({ labels, title })).toBe(item)
})

test.each([
  [['Type: Bug', 'kind/bug'], 'feat: pay later', { kind: 'label', text: 'Type: Bug' }],
  [['good first issue'], '  Feat(cart)!: pay later', { kind: 'type', text: 'Feat(cart)!:' }],
  [[], 'fix the loop at login', null],
  [[], 'Revert "feat: pay later"', { kind: 'type', text: 'Revert "…"' }],
] as const)('labels %j and the title “%s”: decided by %j', (labels, title, by) => {
  expect(classify({ labels, title }).by).toEqual(by)
})

test('every label and type of the rule as it is shown decides as it says', () => {
  const rule = flowRule()
  expect(rule.map(({ item }) => item)).toEqual(['risk', 'defect', 'feature', 'debt'])
  for (const { item, labels, types } of rule) {
    expect(labels.length).toBeGreaterThan(1)
    for (const label of labels) expect(flowItem({ labels: [label], title: '' })).toBe(item)
    for (const type of types) expect(flowItem({ labels: [], title: `${type}: pay later` })).toBe(item)
  }
})
