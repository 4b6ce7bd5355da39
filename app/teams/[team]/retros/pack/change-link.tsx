import type { RetroDays } from '../../../../../lib/insights/retro-days'
import type { QuotedChange } from '../../../../../lib/insights/retro-delivered'
import { changePath } from '../address'

/** A change as the pack quotes it; the link is to its row as it is today. `service` is named where there are several. */
export function ChangeLink({ change, days, service }: { change: QuotedChange; days: RetroDays; service: boolean }) {
  return (
    <>
      <a href={changePath(change, days)}>
        {change.label} <bdi>{change.title}</bdi>
      </a>
      {service && (
        <span className="quiet">
          {' '}
          <bdi>{change.service}</bdi>
        </span>
      )}
    </>
  )
}
