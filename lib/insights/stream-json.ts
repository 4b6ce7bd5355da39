// The JSON of `sg stream`: what the value stream of a service or a team says of the same window.
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import type { CompleteAccurate } from '../metrics/sent-back'
import { quantileOfSorted } from '../metrics/stats'
import type { Taken } from '../metrics/stream'
import { headOf, type TeamNamed, type TeamSpan, teamHeadOf } from './flow-json'
import type { StreamView } from './stream-view'

/** Durations in seconds, rates 0 to 1; what is made of nothing is null. */
export function streamJson(facts: ServiceFacts, window: Window, view: StreamView) {
  return { ...headOf(facts, window), ...viewJson(view) }
}

/** The same of a team's services together. */
export function teamStreamJson(team: TeamNamed, span: TeamSpan, view: StreamView) {
  return { ...teamHeadOf(team, span), ...viewJson(view) }
}

function viewJson({ stages, totals, recovery, work, waiting, open, provisional }: StreamView) {
  const { lead, rolled, straight } = totals
  return {
    stages: stages.map((stage) => ({
      name: stage.name,
      kind: stage.kind,
      ...takenJson(stage),
      total: stage.total,
      mean: stage.mean,
      share: stage.share,
      inProgress: work[stage.name],
      completeAccurate: stage.accurate && accurateJson(stage.accurate),
    })),
    totals: {
      n: totals.n,
      lead: { ...takenJson(lead), mean: lead.mean },
      activeMean: totals.activeMean,
      flowEfficiency: totals.flowEfficiency,
      rolledCompleteAccurate: rolled,
      straight,
      verified: takenJson(totals.verified),
      untilVerified: takenJson(totals.untilVerified),
      provisional,
    },
    inProgress: waiting,
    recovery: {
      stages: recovery.stages.map((stage) => ({ name: stage.name, ...takenJson(stage), mean: stage.mean })),
      restore: { ...takenJson(recovery.restore), mean: recovery.restore.mean },
      open,
    },
  }
}

function takenJson({ n, median, p90 }: Taken) {
  return { n, median, p90 }
}

/** `wayBack`: the median of the ways back that have ended. */
function accurateJson({ n, passed, value, returns, seconds }: CompleteAccurate) {
  return { n, passed, value, returns, ended: seconds.length, wayBack: quantileOfSorted(seconds, 0.5) }
}
