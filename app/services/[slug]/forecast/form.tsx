import { dayText, type ForecastAsked, LONGEST_AHEAD, MOST_CHANGES } from '../../../../lib/insights/forecast-view'
import { WINDOW_PARAMETERS } from '../../../../lib/insights/page-window'
import { changesWords } from '../../../../lib/insights/stream-words'
import controls from '../../../_ui/controls.module.css'
import { one, type Query } from '../../../_ui/query'
import styles from './forecast.module.css'

type Props = { asked: ForecastAsked; path: string; query: Query; today: number; inProgress: number }

/** An ordinary form, so that a forecast is a link. */
export function Form({ asked, path, query, today, inProgress }: Props) {
  return (
    <form action={path} className={`${styles.form} screen-only`}>
      {WINDOW_PARAMETERS.map(
        (name) => one(query, name) && <input key={name} type="hidden" name={name} value={one(query, name)} />,
      )}
      <label>
        By which date
        <input
          type="date"
          name="until"
          defaultValue={dayText(asked.until)}
          min={dayText(today + 1)}
          max={dayText(today + LONGEST_AHEAD)}
        />
      </label>
      <label>
        How many changes
        <input type="number" name="count" defaultValue={asked.count} min={1} max={MOST_CHANGES} inputMode="numeric" />
      </label>
      <button type="submit" className={controls.button}>
        Forecast
      </button>
      <p className="quiet">
        {inProgress === 0
          ? 'Nothing is in progress now.'
          : `${changesWords(inProgress)} ${inProgress === 1 ? 'is' : 'are'} in progress now.`}{' '}
        Counted from tomorrow on.
      </p>
    </form>
  )
}
