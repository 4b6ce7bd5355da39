import type { RetroPack } from '../../../../../lib/insights/retro-pack'
import type { Places } from '../../agreements/exception-path'
import { Readings } from '../../agreements/readings'
import styles from '../retro.module.css'

/** How the working agreements were kept. */
export function AgreementsSection({ pack }: { pack: RetroPack }) {
  const path = `/teams/${encodeURIComponent(pack.team)}/agreements`
  return (
    <section className={styles.section} aria-labelledby="agreements">
      <h2 id="agreements">How we kept our agreements</h2>
      {pack.agreements.length === 0 ? (
        <p>
          The team has no working agreements that are measured. <a href={path}>Agree on some</a>
        </p>
      ) : (
        <Readings readings={pack.agreements} places={placesOf(pack)} zone={pack.zone} />
      )}
    </section>
  )
}

function placesOf(pack: RetroPack): Places {
  const { team, from, to, services, pipelines } = pack
  return { team, days: { from, to }, services, repositories: pipelines }
}
