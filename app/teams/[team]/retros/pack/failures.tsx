import { formatCount } from '../../../../../lib/format'
import { failureStory } from '../../../../../lib/insights/retro-failures'
import type { RetroPack } from '../../../../../lib/insights/retro-pack'
import { When } from '../../../../_ui/when'
import { DeploymentId } from '../../../../services/[slug]/deployment-id'
import { deploymentAddress } from '../../../../services/[slug]/deployments/address'
import styles from '../retro.module.css'
import { ChangeLink } from './change-link'

/** Every failed deployment with its story: what it was, how it was found, recovered and repaired. */
export function FailuresSection({ pack, now }: { pack: RetroPack; now: number }) {
  const { total, shown } = pack.failures
  return (
    <section className={styles.section} aria-labelledby="failures">
      <h2 id="failures">Which deployments failed</h2>
      {total === 0 && <p>No deployment of these days is known to have failed.</p>}
      <ul className={styles.list}>
        {shown.map((failure) => (
          <li key={`${failure.service} ${failure.source} ${failure.id}`}>
            <h3>
              <span className={styles.failed} aria-hidden="true">
                ✕{' '}
              </span>
              <bdi>{failure.service}</bdi>{' '}
              <a href={deploymentAddress(failure.slug, failure)}>
                <DeploymentId id={failure.id} />
              </a>
              , <When at={failure.finishedAt} zone={pack.zone} now={now} />
            </h3>
            <p dir="auto">{failureStory(failure).join(' ')}</p>
            {failure.count > 0 && (
              <ul className={styles.changes}>
                {failure.changes.map((change) => (
                  <li key={change.id}>
                    <ChangeLink change={change} days={pack} service={false} />
                  </li>
                ))}
                {failure.count > failure.changes.length && (
                  <li className="quiet">
                    {failure.changes.length > 0 && 'and '}
                    {formatCount(failure.count - failure.changes.length)} more in it
                  </li>
                )}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {total > shown.length && <p className="quiet">And {formatCount(total - shown.length)} earlier ones.</p>}
    </section>
  )
}
