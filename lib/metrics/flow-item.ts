// Which flow item a change is (METRICS section 9): by its labels, else by the conventional-commit type of its title.

export const FLOW_ITEMS = ['feature', 'defect', 'risk', 'debt', 'unclassified'] as const
export type FlowItem = (typeof FLOW_ITEMS)[number]

/** What each item is, for whoever reads a distribution. */
export const FLOW_ITEM_WORDS: Record<FlowItem, string> = {
  feature: 'new value for users',
  defect: 'something repaired',
  risk: 'security and compliance',
  debt: 'upkeep: refactoring, tests, builds, dependencies, documents',
  unclassified: 'neither a label nor a title says',
}

/** The last word of a label, after any prefix: `type: bug` and `kind/bug` are `bug`. */
const LABELS: Record<string, FlowItem> = {
  security: 'risk',
  vulnerability: 'risk',
  compliance: 'risk',
  risk: 'risk',
  bug: 'defect',
  defect: 'defect',
  fix: 'defect',
  bugfix: 'defect',
  hotfix: 'defect',
  regression: 'defect',
  feature: 'feature',
  enhancement: 'feature',
  story: 'feature',
  debt: 'debt',
  'tech-debt': 'debt',
  'technical-debt': 'debt',
  refactoring: 'debt',
  refactor: 'debt',
  maintenance: 'debt',
  chore: 'debt',
  dependencies: 'debt',
  documentation: 'debt',
}

/** The types of Conventional Commits 1.0.0 and of the Angular convention that it names. */
const TYPES: Record<string, FlowItem> = {
  feat: 'feature',
  feature: 'feature',
  fix: 'defect',
  bugfix: 'defect',
  hotfix: 'defect',
  revert: 'defect',
  security: 'risk',
  sec: 'risk',
  refactor: 'debt',
  perf: 'debt',
  chore: 'debt',
  build: 'debt',
  ci: 'debt',
  test: 'debt',
  docs: 'debt',
  style: 'debt',
  deps: 'debt',
}

/** Where labels say several things, the first of these wins. */
const FIRST = ['risk', 'defect', 'feature', 'debt'] as const

/** What decided: a label, or the type of a title as it is written; null where nothing did. */
export type Classified = { item: FlowItem; by: { kind: 'label' | 'type'; text: string } | null }

/**
 * The flow item of a change, and what decided it.
 *
 * Definition: a label decides before a title, because a person set it; of several labels the first of risk, defect, feature, debt.
 * Without a telling label the type of a conventional title decides, `feat(cart)!: …`; scope `security` makes a risk of any type.
 * A title in git's own words for taking a change back, `Revert "feat: …"`, is a defect, as type `revert` is, whatever was taken back;
 * one that brings it back again (`Reapply "…"`, a revert of a revert) is what its title in quotes is.
 * Edge cases: case and blanks do not count; a type that nobody knows, or none, is `unclassified`, never guessed from words.
 * Source: Kersten (2018), Project to Product (the four items); Conventional Commits 1.0.0.
 * Example: labels `kind/bug`, title `feat: pay later` → defect, by the label.
 */
export function classify({ labels, title }: { labels: readonly string[]; title: string }): Classified {
  const said = new Map(labels.toReversed().map((label) => [labelItem(label), label.trim()]))
  const byLabel = FIRST.find((item) => said.has(item))
  if (byLabel) return { item: byLabel, by: { kind: 'label', text: said.get(byLabel) ?? '' } }
  const { kept, undone } = unquoted(title)
  if (undone) return { item: 'defect', by: { kind: 'type', text: 'Revert "…"' } }
  const [whole = '', type = '', scope = ''] = /^\s*(\w{2,20})\s*(?:\(([^()]{0,60})\))?!?:/.exec(kept) ?? []
  const known = own(TYPES, type.toLowerCase())
  if (!known) return { item: 'unclassified', by: null }
  const item = scope.trim().toLowerCase() === 'security' ? 'risk' : known
  return { item, by: { kind: 'type', text: whole.trim() } }
}

/** The words of `git revert`, and of GitHub's button, which takes them from git. */
const TAKEN_BACK = /^\s*(revert|reapply)\s+"/i

/** A title without the words of git around it, and whether they leave it taken back. */
function unquoted(title: string): { kept: string; undone: boolean } {
  let kept = title
  let undone = false
  for (let found = TAKEN_BACK.exec(kept); found; found = TAKEN_BACK.exec(kept)) {
    undone = undone !== (found[1]?.toLowerCase() === 'revert')
    kept = kept.slice(found[0].length)
  }
  return { kept, undone }
}

/** The flow item alone. */
export function flowItem(change: { labels: readonly string[]; title: string }): FlowItem {
  return classify(change).item
}

export type FlowRule = { item: Exclude<FlowItem, 'unclassified'>; labels: string[]; types: string[] }

/** The whole rule, in the order in which labels win. */
export function flowRule(): FlowRule[] {
  const of = (table: Record<string, FlowItem>, wanted: FlowItem) =>
    Object.entries(table).flatMap(([name, item]) => (item === wanted ? [name] : []))
  return FIRST.map((item) => ({ item, labels: of(LABELS, item), types: of(TYPES, item) }))
}

function labelItem(label: string): FlowItem | null {
  const whole = label.trim().toLowerCase().replaceAll(/\s+/g, '-')
  return own(LABELS, whole) ?? own(LABELS, whole.split(/[:/]-?/).at(-1) ?? '')
}

function own(table: Record<string, FlowItem>, key: string): FlowItem | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null
}
