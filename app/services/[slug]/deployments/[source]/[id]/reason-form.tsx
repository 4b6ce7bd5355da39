import type { FailureReason } from '../../../../../../lib/facts/deployment'
import { failureWords } from '../../../../../../lib/insights/rule-words'
import controls from '../../../../../_ui/controls.module.css'
import { sayWord } from './actions'
import styles from './deployment.module.css'
import { type Common, Hidden } from './word-form'

/** One of several reasons why a deployment counts as failed, to be struck by itself. */
export function ReasonForm({ reason, ...common }: Common & { reason: FailureReason }) {
  const words = failureWords(reason)
  return (
    <form action={sayWord} className={styles.word}>
      <Hidden {...common} />
      <input type="hidden" name="target" value={reason.kind} />
      <p>
        {words[0]?.toUpperCase()}
        {words.slice(1)}
      </p>
      <div className={controls.row}>
        <button type="submit" name="do" value="strike-reason" className={controls.button}>
          This reason does not hold
        </button>
      </div>
    </form>
  )
}
