// The sample quantile of type 7 and the mean; null over nothing.

export function quantile(values: number[], p: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * p
  const low = sorted[Math.floor(position)]
  const high = sorted[Math.ceil(position)]
  if (low === undefined || high === undefined) return null
  return low + (high - low) * (position - Math.floor(position))
}

export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

export function mean(values: number[]): number | null {
  return ratio(sum(values), values.length)
}

export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

export function total(values: number[]): number | null {
  return values.length === 0 ? null : sum(values)
}
