import { benchmarkSource, hasBands, REPORT_YEARS } from '../../lib/insights/benchmark'
import styles from './band-years.module.css'
import segments from './segment.module.css'

type Props = {
  year: number
  hrefOf: (year: number) => string
  /** Whether it is about rework alone, which no table of bands has. */
  rework?: boolean
  /** Whether it says where they come from; not where the page has said so. */
  sourced?: boolean
}

/** Links between the reports that values are held against, and what such a comparison is and is not. */
export function BandYears({ year, hrefOf, rework = false, sourced = true }: Props) {
  return (
    <section className={styles.years} aria-label="Bands">
      <nav aria-label="Report year of the bands" className="screen-only">
        <span>Compare with DORA’s report of</span>
        <ul>
          {REPORT_YEARS.map((one) => (
            <li key={one}>
              <a className={segments.segment} href={hrefOf(one)} aria-current={one === year ? 'true' : undefined}>
                {one}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <p>
        {sourced && `${benchmarkSource(year)}. `}
        {hasBands(year) ? (rework ? NO_REWORK : BANDS) : PLACE} A benchmark of organisations, never a score of people.
      </p>
    </section>
  )
}

const BANDS = 'Its bands are groups of answers, found anew each year; a value between two of them has none.'
const NO_REWORK = 'It says nothing of rework; the Quick Check of 2025 does.'
const PLACE = 'It has no bands: a value has a place from 0 to 10, beside the mean of all answers.'
