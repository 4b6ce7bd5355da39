import type { RuleInUse } from '../../../lib/facts/deployment'
import { formatCount } from '../../../lib/format'
import { withQuery } from '../../../lib/insights/page-window'
import { ruleWords } from '../../../lib/insights/rule-words'
import type { ServicePage } from '../../../lib/insights/service-page'
import type { ServiceSummary } from '../../../lib/store/services'
import { When } from '../../_ui/when'
import styles from './page.module.css'

type Props = { summary: ServiceSummary; page: ServicePage; window: string; now: number }

/** What counts as a deployment here, and what the rule found. */
export function Rule({ summary, page, window, now }: Props) {
  const { rule, previousRule, ruleSince, timeZone } = summary
  const { count: matched, firstAt, lastAt } = page.deployed
  const { matchedInWindow } = page
  return (
    <section id="rule" className={styles.section} aria-labelledby="rule-title">
      <div className={styles.titled}>
        <h2 id="rule-title">What counts as a deployment</h2>
        <a href={withQuery(`/services/${encodeURIComponent(summary.slug)}/rule`, window)}>
          Change<span className="visually-hidden"> what counts as a deployment</span>
        </a>
      </div>
      <p>
        {rule.inferred
          ? 'No rule was configured, so Streamgauge chose the first that finds a production deployment: '
          : 'As configured: '}
        <RuleText rule={rule} />.
      </p>
      <p>
        {matched === 0 || firstAt === null || lastAt === null ? (
          nothingSucceeded(page.tabs.deployments, rule)
        ) : (
          <>
            It matched {formatCount(matched)} {matched === 1 ? 'deployment' : 'deployments'} to production,{' '}
            {matched === 1 ? (matchedInWindow === 1 ? '' : 'not ') : `${formatCount(matchedInWindow)} of them `}in this
            window
            {matched === 1 ? ': ' : '; the first '}
            <When at={firstAt} zone={timeZone} now={now} />
            {matched > 1 && (
              <>
                , the latest <When at={lastAt} zone={timeZone} now={now} />
              </>
            )}
            .
          </>
        )}
      </p>
      {previousRule !== null && ruleSince !== null && (
        <p>
          The rule changed <When at={ruleSince} zone={timeZone} now={now} />. Before, it was:{' '}
          <RuleText rule={previousRule} />. All figures follow the rule of today, also for the time before.
        </p>
      )}
    </section>
  )
}

function RuleText({ rule }: { rule: RuleInUse }) {
  const { words, pattern, environment } = ruleWords(rule)
  return (
    <>
      {words}
      {pattern !== null && (
        <>
          {' '}
          <code className={styles.pattern}>
            <bdi>{pattern}</bdi>
          </code>
        </>
      )}
      {environment !== null && (
        <>
          {' '}
          in the environment{' '}
          <code className={styles.pattern}>
            <bdi>{environment}</bdi>
          </code>
        </>
      )}
    </>
  )
}

/** `attempts` of this window, none of which succeeded. */
function nothingSucceeded(attempts: number, rule: RuleInUse): string {
  if (attempts === 0) return `It has matched nothing that reached production so far. ${nextStep(rule)}`
  const many =
    attempts === 1
      ? 'one attempt in this window, which failed'
      : `${formatCount(attempts)} attempts in this window, and all failed`
  return `It matched ${many}. Nothing has reached production so far.`
}

function nextStep(rule: RuleInUse): string {
  if (rule.inferred) return 'Tag a release (v1.0.0), or record deployments, and it will.'
  return 'Check the rule against the names that your deployments have.'
}
