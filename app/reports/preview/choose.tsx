import { formatRange } from '../../../lib/format'
import { teamsOf } from '../../../lib/insights/metric-view'
import { datesOf } from '../../../lib/insights/report/week'
import type { Period } from '../../../lib/period'
import type { ServiceSummary } from '../../../lib/store/services'
import controls from '../../_ui/controls.module.css'
import styles from '../shown.module.css'
import type { Preview } from './load-preview'

type Props = { services: ServiceSummary[]; preview: Exclude<Preview, { kind: 'missing' }> }

/** Whose report and of which week; a form, so that it works without JavaScript. */
export function Choose({ services, preview: { scope, weeks, ...preview } }: Props) {
  const current = preview.kind === 'shown' ? preview.week : null
  const isOlder = current !== null && weeks.every(({ key }) => key !== current.key)
  const teams = teamsOf(services)
  return (
    <form action="/reports/preview" className={`${styles.choose} screen-only`}>
      {scope.kind === 'service' ? (
        <>
          <input type="hidden" name="service" value={scope.slug} />
          <a href="/reports/preview">Of all services</a>
        </>
      ) : (
        teams.length > 0 && (
          <div className={controls.field}>
            <label htmlFor="report-team">Team</label>
            <select id="report-team" name="team" defaultValue={scope.kind === 'team' ? scope.name : ''}>
              <option value="">All services</option>
              {teams.map((team) => (
                <option key={team}>{team}</option>
              ))}
            </select>
          </div>
        )
      )}
      <div className={controls.field}>
        <label htmlFor="report-week">Week</label>
        <select id="report-week" name="week" defaultValue={current?.key}>
          {(isOlder ? [current, ...weeks] : weeks).map((week) => (
            <option key={week.key} value={week.key}>
              {weekName(week)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" className={controls.button}>
        Show
      </button>
    </form>
  )
}

/** "2026-W10, 2-8 Mar". */
function weekName(week: Period): string {
  const { from, to } = datesOf(week)
  return `${week.key}, ${formatRange(Date.parse(from), Date.parse(to), 'UTC')}`
}
