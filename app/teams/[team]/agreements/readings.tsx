import { formatCount, formatRange, formatRate } from '../../../../lib/format'
import { AGREEMENTS, type AgreementReading } from '../../../../lib/insights/agreements'
import { agreementWords, exceptionWords, keptWords } from '../../../../lib/insights/agreements-load'
import { Sparkline } from '../../../_ui/sparkline'
import styles from './agreements.module.css'
import { exceptionPath, type Places } from './exception-path'

type Props = {
  readings: readonly AgreementReading[]
  places: Places
  zone: string
}

/** Each agreement: how often it was kept, week by week, and its exceptions. */
export function Readings({ readings, places, zone }: Props) {
  return (
    <ul className={styles.readings}>
      {readings.map((reading) => (
        <li key={reading.id}>
          <h3>{agreementWords(reading)}</h3>
          <p>{keptWords(reading)}</p>
          <Sparkline
            points={reading.weeks}
            label={`${agreementWords(reading)}: share kept, week by week`}
            wide={160}
            high={26}
          />
          {reading.n > 0 && <WeekByWeek reading={reading} zone={zone} />}
          {reading.exceptions.length > 0 && (
            <details>
              <summary>
                Exceptions<span className="visually-hidden"> to: {agreementWords(reading)}</span>
              </summary>
              <ol>
                {reading.exceptions.map((held) => (
                  <li key={`${held.at} ${held.service} ${held.source} ${held.what}`}>
                    <Exception
                      words={exceptionWords(reading.id, held, zone)}
                      path={exceptionPath(reading.id, held, places)}
                    />
                  </li>
                ))}
              </ol>
              {reading.n - reading.kept > reading.exceptions.length && (
                <p className="quiet">The furthest beyond the limit; {reading.n - reading.kept} in all.</p>
              )}
            </details>
          )}
          <p className="quiet">{AGREEMENTS[reading.id].definition}</p>
        </li>
      ))}
    </ul>
  )
}

function WeekByWeek({ reading, zone }: { reading: AgreementReading; zone: string }) {
  return (
    <details>
      <summary>
        Week by week<span className="visually-hidden">: {agreementWords(reading)}</span>
      </summary>
      <ol>
        {reading.weeks.map(({ week, start, value, n, partial }) => (
          <li key={week}>
            {formatRange(start, start + WEEK_MS, zone)}:{' '}
            {value === null ? 'nothing falls under it' : `${formatRate(value)} of ${formatCount(n)}`}
            {partial && <span className="quiet"> not a whole week</span>}
          </li>
        ))}
      </ol>
    </details>
  )
}

/** Only to name the dates; a clock change makes no week a day shorter. */
const WEEK_MS = 6.5 * 86_400_000

function Exception({ words, path }: { words: string; path: string | null }) {
  return path === null ? (
    <bdi>{words}</bdi>
  ) : (
    <a href={path}>
      <bdi>{words}</bdi>
    </a>
  )
}
