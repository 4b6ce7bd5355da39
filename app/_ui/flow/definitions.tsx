import type { Stage } from '../../../lib/facts/stage'
import type { FlowView } from '../../../lib/insights/flow-view'
import { joined } from '../../../lib/insights/stream-words'
import stream from '../stream/stream.module.css'
import { When } from '../when'

type Props = { view: FlowView; active: readonly Stage[] | null; zone: string; now: number }

/** What the figures count, in words. `active`: the stages that are work; null: each service’s own. */
export function Definitions({ view, active, zone, now }: Props) {
  return (
    <section className={`${stream.section} screen-only`} aria-labelledby="reading">
      <h2 id="reading">How this is read</h2>
      <dl className={stream.words}>
        <div>
          <dt>Velocity</dt>
          <dd>
            Changes that production got in the window, as lead time counts them, and their number a week over the days
            that are over. A merged pull request is one change, a direct commit another; they differ in size, so two
            services are not to be compared by it.
          </dd>
        </div>
        <div>
          <dt>Time</dt>
          <dd>
            From the first commit to production, of the same changes: lead time. The middle half lies between the
            quartiles; under five changes every value is shown instead.
          </dd>
        </div>
        <div>
          <dt>Efficiency</dt>
          <dd>
            Time in the stages that are work,{' '}
            {active === null ? 'each service’s by its own setting' : active.length === 0 ? 'none here' : joined(active)}
            , divided by all of it: sums, never a mean of shares.
          </dd>
        </div>
        <div>
          <dt>Load</dt>
          <dd>
            Open pull requests, and changes on the default branch that no deployment has delivered, as of{' '}
            <When at={view.at} zone={zone} now={now} />. The average is over all the time of the window.
          </dd>
        </div>
        <div>
          <dt>The lines</dt>
          <dd>
            A pull request is opened, merged, deployed; a direct commit is opened and merged when it is on the default
            branch. What is closed without a merge, and what figures leave out, leaves too, or it would stay in progress
            for ever. A change deployed before its merge leaves at the merge. First commits are known of what was opened
            since, so that the end of their line still rises.
            {view.series.checked && ' Verified: a check passed within 30 minutes of the deployment.'}
          </dd>
        </div>
        <div>
          <dt>The four items</dt>
          <dd>
            Feature, defect, risk and debt are those of the Flow Framework (Kersten 2018). No share of them is right or
            wrong: they show where the work of these weeks went.
          </dd>
        </div>
      </dl>
    </section>
  )
}
