import { expect, test } from 'vitest'
import { retroMarkdown } from './retro-markdown'
import type { RetroPack } from './retro-pack'

const pack: RetroPack = {
  version: 1,
  profile: { name: 'streamgauge', version: 1 },
  team: 'Store/front 🛒 *bold*',
  from: '2026-03-02',
  to: '2026-03-16',
  madeAt: Date.UTC(2026, 2, 16, 9),
  zone: 'UTC',
  isOver: true,
  services: [{ name: 'shop', slug: 'shop', from: 0, to: 1, timeZone: 'UTC' }],
  lastActions: [],
  delivered: {
    total: 1,
    bots: 2,
    items: [
      {
        item: 'feature',
        count: 1,
        changes: [
          {
            service: 'shop',
            slug: 'shop',
            id: 'pr:1',
            label: '#1',
            title: '[x](javascript:alert(1)) <script>',
            url: 'https://git.example/a b/(1)>',
          },
        ],
      },
    ],
  },
  figures: [],
  measurements: [],
  waits: [],
  waiting: { count: 0, oldest: [] },
  failures: { total: 0, shown: [] },
  pipelines: [],
  agreements: [{ id: 'batch', limit: 10, n: 4, kept: 3, weeks: [], exceptions: [] }],
  annotations: [],
  caveats: [],
}

const retro = {
  id: '1f',
  from: pack.from,
  to: pack.to,
  openedAt: Date.UTC(2026, 2, 16, 9),
  closedAt: null,
  pack,
}

test('what people wrote is text, on one line each, and an address ends nothing', () => {
  const note = { id: 'n', kind: 'mend' as const, addedAt: 0, mine: false }
  const notes = [
    { ...note, text: '1. first\n# second\n\n- third \u202etxt', votes: 0 },
    { ...note, text: '- | table `code` \\', votes: 3 },
  ]
  const action = {
    id: 'a',
    text: '**Review**',
    ownerRole: 'tech_lead',
    due: '2026-03-20',
    measure: 'stage:pickup',
    side: 'at-most' as const,
    value: 14_400,
    weeks: 3,
  }
  const text = retroMarkdown({ retro, pack, notes, actions: [action] }).replaceAll('\u00a0', ' ')
  expect(text.split('\n').filter((line) => /^(#|-|!|\|)/.test(line))).toEqual([
    '# Retro of Store/front 🛒 \\*bold\\*, 2-15 Mar 2026',
    '## Delivered',
    '### Features',
    '- [\\#1](<https://git.example/a%20b/(1)%3E>) \\[x\\](javascript:alert(1)) \\<script\\> (shop)',
    '## Figures',
    '| Figure | These days | Resting on | Against the window before | The windows before, the earliest first | Signal |',
    '| --- | --- | --- | --- | --- | --- |',
    '## Working agreements',
    '- A deployment brings at most 10 changes: Kept in 3 of 4 deployments (75 %, 95 % interval 30.1 % to 95.4 %).',
    '## What to mend',
    '- 1\\. first \\# second - third txt',
    '- \\- \\| table \\`code\\` \\\\ (3 votes)',
    '## Actions',
    '- \\*\\*Review\\*\\*. Owner: tech\\_lead, by 2026-03-20. Expected: Pickup, median at most 4.0 h within 3 weeks.',
  ])
  expect(text).toContain('Opened Mon 16 Mar, 09:00 (UTC), still open.')
  expect(text).toContain('1 change was delivered: 1 feature. Of every one a label')
  expect(text).toContain('2 changes of bots besides.')
})

test('an address that is no web page is no link', () => {
  const [item] = pack.delivered.items
  const [change] = item?.changes ?? []
  if (!item || !change) throw new Error('there is one')
  const changes = [{ ...change, url: 'javascript:alert(1)' }]
  const other = { ...pack, delivered: { ...pack.delivered, items: [{ ...item, changes }] } }
  expect(retroMarkdown({ retro, pack: other, notes: [], actions: [] })).toContain('- \\#1 ')
})
