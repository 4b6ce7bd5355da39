import { formatCount } from '../../../../../lib/format'
import type { RetroPack } from '../../../../../lib/insights/retro-pack'
import { pipelineWords } from '../../../../../lib/insights/retro-words'
import { When } from '../../../../_ui/when'
import styles from '../retro.module.css'

/** What hurt in the pipelines. */
export function Pipelines({ pack }: { pack: RetroPack }) {
  const { pipelines, from, to } = pack
  return (
    <section className={styles.section} aria-labelledby="pipelines">
      <h2 id="pipelines">What hurt in the pipelines</h2>
      {pipelines.length === 0 && <p>No pipeline run of these days is known.</p>}
      <ul className={styles.list}>
        {pipelines.map((one) => (
          <li key={one.repository}>
            <h3>
              <a href={`/services/${encodeURIComponent(one.slug)}/pipelines?${new URLSearchParams({ from, to })}`}>
                <bdi>{one.repository}</bdi>
              </a>
            </h3>
            <p>{pipelineWords(one).join(' ')}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What people wrote on the time line. Nothing where nobody did. */
export function TimeLine({ pack, now }: { pack: RetroPack; now: number }) {
  if (pack.annotations.length === 0) return null
  return (
    <section className={styles.section} aria-labelledby="time-line">
      <h2 id="time-line">Written on the time line</h2>
      <ul className={styles.list}>
        {pack.annotations.map(({ at, until, text, about }) => (
          <li key={`${at} ${text}`}>
            <When at={at} zone={pack.zone} now={now} />
            {until !== null && (
              <>
                {' '}
                to <When at={until} zone={pack.zone} now={now} />
              </>
            )}
            : <bdi>{text}</bdi> {about !== null && <bdi className="quiet">{about}</bdi>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What a reader should know before trusting the figures. */
export function BearInMind({ pack }: { pack: RetroPack }) {
  const { caveats, from, to } = pack
  return (
    <section className={styles.section} aria-labelledby="caveats">
      <h2 id="caveats">What to bear in mind</h2>
      {caveats.length === 0 ? (
        <p>Nothing of these days was left out, except what never counts.</p>
      ) : (
        <ul className={styles.list}>
          {caveats.map(({ service, slug, code, count, words }) => (
            <li key={`${service} ${code}`}>
              <a href={`/quality?${new URLSearchParams({ service: slug, from, to })}`}>
                <bdi>{service}</bdi>
              </a>
              : {formatCount(count)} {words}.
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
