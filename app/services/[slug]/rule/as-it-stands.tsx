import { Notice } from '../../../_ui/notice'
import { KINDS } from './kinds'
import styles from './rule.module.css'
import type { Values } from './values'

const LABELS: [keyof Values, string][] = [
  ['match', 'Pattern'],
  ['environment', 'Environment'],
  ['production', 'Production environments'],
  ['paths', 'Paths'],
  ['team', 'Team'],
]

/** A rule that the configuration file declares: to be read. */
export function AsItStands({ values }: { values: Values }) {
  const kind = Object.hasOwn(KINDS, values.from) ? KINDS[values.from as keyof typeof KINDS].title : values.from
  return (
    <section aria-label="Rule">
      <Notice title="Managed by the file">
        <p>
          <code>streamgauge.yaml</code> declares this service. Change it there; it is read at the next start.
        </p>
      </Notice>
      <dl className={styles.facts}>
        <div>
          <dt>Counted are</dt>
          <dd>{kind}</dd>
        </div>
        {LABELS.filter(([name]) => values[name] !== '').map(([name, title]) => (
          <div key={name}>
            <dt>{title}</dt>
            <dd className={name === 'team' ? undefined : styles.code}>
              <bdi>{values[name]}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
