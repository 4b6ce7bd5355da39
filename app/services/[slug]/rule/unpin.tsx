import type { RuleInUse } from '../../../../lib/facts/deployment'
import { ruleWords } from '../../../../lib/insights/rule-words'
import controls from '../../../_ui/controls.module.css'
import { unpinRule } from './actions'
import styles from './rule.module.css'

type Props = { slug: string; window: [string, string][]; instead: RuleInUse; repository: string }

/** The way back from a rule that was saved here, with what it leads to. */
export function Unpin({ slug, window, instead, repository }: Props) {
  const { words, pattern } = ruleWords(instead)
  return (
    <section aria-labelledby="unpin" className={styles.unpin}>
      <h2 id="unpin">Let Streamgauge choose again</h2>
      <p>
        It would count {words}
        {pattern !== null && (
          <>
            {' '}
            <code>{pattern}</code>
          </>
        )}
        . All that is said above goes with the rule; the service is called <bdi>{repository}</bdi> again.
      </p>
      <form action={unpinRule}>
        <input type="hidden" name="service" value={slug} />
        {window.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" className={controls.button}>
          Forget this rule
        </button>
      </form>
    </section>
  )
}
