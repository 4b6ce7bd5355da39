// One deployment in sentences.
import { formatCount, formatDuration, formatMiddleCount } from '../format'
import { median } from '../metrics/stats'
import { batchBand } from './batch-band'
import { failureWords } from './rule-words'
import { FEW } from './service-figures'
import type { DeploymentRow } from './service-rows'

type Outcome = Pick<
  DeploymentRow,
  'succeeded' | 'failed' | 'reasons' | 'recoverySeconds' | 'recoveredAt' | 'rework' | 'provisional'
>

/** What became of it: one or two complete sentences. */
export function outcomeWords(row: Outcome): string {
  const { succeeded, failed, reasons, provisional, rework } = row
  const begin = succeeded ? 'It reached production' : 'It never reached production'
  if (!failed) {
    if (!succeeded) return `${begin}: a failed attempt, counted apart from deployments.`
    const known = provisional
      ? 'no failure is known so far; it is younger than a day, so that may change'
      : 'no failure is known'
    return `${begin}, and ${known}.${rework ? ' It repaired another one.' : ''}`
  }
  const because = reasons.map(failureWords).join('; ')
  const fell = succeeded ? `${begin} and failed` : `${begin} and counts among the failed`
  return `${fell}: ${because}. ${recoveryWords(row)}`
}

function recoveryWords({ recoveredAt, recoverySeconds }: Outcome): string {
  if (recoveredAt === null) return 'It has not recovered yet, as far as is known.'
  if (recoverySeconds === null) return 'By its times it recovered before it finished: a clock was wrong.'
  return `It recovered after ${formatDuration(recoverySeconds)}.`
}

/**
 * The batch size of several deployments, given the changes of each that brought any.
 * Example: `batchesWords([1, 1, 2, 3, 9])` = "Batch size: a median of 2 changes, over the 5 deployments that brought any …".
 */
export function batchesWords(sizes: readonly number[]): string | null {
  if (sizes.length === 0) return null
  if (sizes.length < FEW) {
    const each = [...sizes].sort((a, b) => a - b).map(formatCount)
    const deployments = sizes.length === 1 ? 'the one deployment' : `the ${formatCount(sizes.length)} deployments`
    return `Batch size: ${each.join(', ')} ${sizes.length === 1 && sizes[0] === 1 ? 'change' : 'changes'} in ${deployments} that brought any.`
  }
  const middle = median(sizes)
  const size = `a median of ${formatMiddleCount(middle)} ${middle === 1 ? 'change' : 'changes'}`
  const band = middle !== null && Number.isInteger(middle) ? `, in DORA’s group “${batchBand(middle)}” of 2025` : ''
  return `Batch size: ${size}, over the ${formatCount(sizes.length)} deployments that brought any${band}.`
}

/** How much it delivered, against DORA's bands of 2025. */
export function batchWords({
  baseline,
  shaKnown,
  succeeded,
  changes,
  lines,
}: Pick<DeploymentRow, 'baseline' | 'shaKnown' | 'succeeded' | 'changes' | 'lines'>): string {
  if (!succeeded) return 'It delivered nothing: it never reached production.'
  if (baseline) return 'Unknown: it is the first deployment that is known, and what it held may be of any age.'
  if (!shaKnown) return 'Unknown: its commit is not in the known history.'
  if (changes === 0) return 'Nothing new: every commit of it was in production before.'
  const size = `${formatCount(changes)} ${changes === 1 ? 'change' : 'changes'}`
  const told = lines === null ? 'how many lines is not known' : `${formatCount(lines)} lines added or deleted`
  return `${size}, ${told}. DORA’s groups of 2025 are 1, 2 to 10, 11 to 50, 51 to 100 and more than 100 changes; this is “${batchBand(changes)}”.`
}
