// The news of a period: the subject of the mail, and its first sentences.
import { formatCount, formatDuration } from '../format'
import type { ReportFigure } from '../insights/report/figures'
import type { ReportFailure, ReportMaterial } from '../insights/report/material'
import { countWords } from '../insights/service-figures'
import type { Period } from '../period'
import { named } from './names'
import { THIS } from './period-words'

const FEW = 5
const LONGEST_NAME = 48
const CHANGES: [string, string] = ['change', 'changes']
const DEPLOYMENTS: [string, string] = ['deployment', 'deployments']

type Told = {
  lead: ReportFigure | null
  deployments: ReportFigure | null
  failed: ReportFigure | null
  recovery: ReportFigure | null
  failures: ReportFailure[]
  period: Period['kind']
}

function toldOf({ figures, failures, period }: ReportMaterial): Told {
  const of = (id: string) => figures.find((figure) => figure.id === id) ?? null
  return {
    lead: of('lead-time'),
    deployments: of('deployment-frequency'),
    failed: of('change-failure-rate'),
    recovery: of('recovery-time'),
    failures,
    period: period.kind,
  }
}

export function aboutWords({ scope }: Pick<ReportMaterial, 'scope'>): string {
  return scope.kind === 'organisation' ? 'All services' : named(scope.name, LONGEST_NAME)
}

/** "Checkout: lead time 31 h → 22 h, one failed deployment, recovered in 40 min". No line breaks, no no-break spaces. */
export function subjectOf(material: ReportMaterial): string {
  const told = toldOf(material)
  const news = [leadNews(told), ...failureNews(told)].filter((part) => part !== '')
  return `${aboutWords(material)}: ${news.join(', ')}`.replaceAll('\u00a0', ' ')
}

function leadNews({ lead, deployments, period }: Told): string {
  if (lead?.value == null) {
    if (deployments?.value == null) return 'no deployment is known yet'
    return deployments.n === 0
      ? 'nothing was deployed'
      : `${countWords(deployments.n, DEPLOYMENTS)}, no change measured`
  }
  const now = formatDuration(lead.value)
  const { kind } = lead.change
  if (kind === 'rise' || kind === 'fall') return `lead time ${formatDuration(lead.before.value)} → ${now}`
  if (kind === 'same') return `lead time ${now}, as the ${period} before`
  return `lead time ${now}${lead.n < FEW ? ` (${countWords(lead.n, CHANGES)})` : ''}`
}

function failureNews({ failed, recovery, failures }: Told): string[] {
  if (!failed || failed.value === null) return []
  const count = failed.part ?? 0
  if (count === 0)
    return failed.n === 1 ? ['its one deployment is fine'] : [`none of ${countWords(failed.n, DEPLOYMENTS)} failed`]
  const [only] = failures
  if (count === 1) return ['one failed deployment', only ? recoveredWords(only) : ''].filter((part) => part !== '')
  const open = recovery?.open ?? 0
  return [
    `${formatCount(count)} failed deployments`,
    ...(recovery?.value == null ? [] : [`median recovery ${formatDuration(recovery.value)}`]),
    ...(open > 0 ? [`${formatCount(open)} not recovered yet`] : []),
  ]
}

export function recoveredWords({ recoveredAt, recoverySeconds }: ReportFailure): string {
  if (recoveredAt === null) return 'not recovered yet'
  return recoverySeconds === null ? 'recovered' : `recovered in ${formatDuration(recoverySeconds)}`
}

/** The same in whole sentences, with the numbers behind it. */
export function leadOf(material: ReportMaterial): string {
  const told = toldOf(material)
  return [leadSentence(told), failureSentence(told)].filter((sentence) => sentence !== '').join(' ')
}

function leadSentence({ lead, deployments, period }: Told): string {
  if (lead?.value == null) {
    if (deployments?.value == null) return 'No production deployment is known yet, so there is nothing to measure.'
    if (deployments.n === 0) return `Nothing was deployed ${THIS[period]}.`
    return `${sentence(countWords(deployments.n, DEPLOYMENTS))} reached production; none brought a change that is measured.`
  }
  const now = formatDuration(lead.value)
  const of = countWords(lead.n, CHANGES)
  const { kind } = lead.change
  if (kind === 'rise' || kind === 'fall') {
    const verb = kind === 'rise' ? 'rose' : 'fell'
    return `Median lead time ${verb} from ${formatDuration(lead.before.value)} to ${now} (${of}).`
  }
  if (kind === 'same') return `Median lead time was ${now}, about as the ${period} before (${of}).`
  if (lead.n === 1) return `One change reached production, ${now} after its first commit.`
  const caution = kind === 'few' ? `; too few to compare with the ${period} before` : ''
  return `Median lead time was ${now} (${of}${caution}).`
}

function failureSentence({ failed, failures }: Told): string {
  if (!failed || failed.value === null) return ''
  const count = failed.part ?? 0
  const all = countWords(failed.n, DEPLOYMENTS)
  if (count === 0) return failed.n === 1 ? 'The one deployment did not fail.' : `None of ${all} failed.`
  const [only] = failures
  if (count === 1 && only) {
    const which = failed.n === 1 ? 'The one deployment' : `One of ${all}`
    const { recoveredAt, recoverySeconds } = only
    if (recoveredAt === null) return `${which} failed and has not recovered yet.`
    return `${which} failed and recovered${recoverySeconds === null ? '' : ` in ${formatDuration(recoverySeconds)}`}.`
  }
  const open = failures.filter(({ recoveredAt }) => recoveredAt === null).length
  const rest =
    open === 0 ? 'all have recovered' : `${formatCount(open)} ${open === 1 ? 'has' : 'have'} not recovered yet`
  return `${formatCount(count)} of ${all} failed; ${rest}.`
}

function sentence(words: string): string {
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`
}
