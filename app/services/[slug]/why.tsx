import { loadWhyEmpty } from '../../../lib/insights/why-empty'
import type { ServiceSummary } from '../../../lib/store/services'
import styles from './why.module.css'

/** The way from a source to a figure, down to the first step that is missing. */
export async function Why({ summary }: { summary: ServiceSummary }) {
  const steps = await loadWhyEmpty(summary)
  return (
    <ol className={styles.steps}>
      {steps.map(({ title, done, says, mend }) => (
        <li key={title} data-done={done}>
          <span className={styles.sign} aria-hidden="true">
            {done ? '✓' : '✕'}
          </span>
          <div>
            <strong>{title}</strong>
            <span className="visually-hidden">{done ? ' (there)' : ' (missing)'}</span> <span>{says}</span>
            {mend !== null && <p>{mend}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}
