/**
 * DORA's 2025 bands of batch size, in changes a deployment (METRICS section 9); null for none, which is no batch.
 * Example: batchBand(1) = '1', batchBand(10) = '2 to 10', batchBand(101) = 'more than 100'.
 */
export function batchBand(changes: number): string | null {
  return BANDS.find(({ most }) => changes <= most)?.words ?? null
}

const BANDS = [
  { most: 0, words: null },
  { most: 1, words: '1' },
  { most: 10, words: '2 to 10' },
  { most: 50, words: '11 to 50' },
  { most: 100, words: '51 to 100' },
  { most: Number.POSITIVE_INFINITY, words: 'more than 100' },
]
