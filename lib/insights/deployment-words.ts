// One deployment in sentences.
import { formatCount, formatDuration } from '../format'
import { batchBand } from './batch-band'
import { failureWords } from './rule-words'
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
