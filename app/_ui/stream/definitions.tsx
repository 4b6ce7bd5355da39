import type { StreamView } from '../../../lib/insights/stream-view'
import { joined, mixedStages } from '../../../lib/insights/stream-words'
import { When } from '../when'
import styles from './stream.module.css'

/** What the figures of the map count, in words. */
export function Definitions({ view, zone, now }: { view: StreamView; zone: string; now: number }) {
  const mixed = mixedStages(view.stages)
  return (
    <section className={`${styles.section} screen-only`} aria-labelledby="reading">
      <h2 id="reading">How this is read</h2>
      <dl className={styles.words}>
        <div>
          <dt>Boxes, triangles, ladder</dt>
          <dd>
            A box is work, a triangle is waiting. Both show the median over the changes in which the stage was observed.
            Medians do not add up. The ladder beneath has means over all changes, which do: together they are the mean
            lead time. What is not observed has its time in the stage that follows, a deployment without a start in
            release. Under five changes every value is shown instead of a median.
            {mixed.length > 0 &&
              ` * ${joined(mixed)}: work in some of the services and waiting in others; each counts by its own setting.`}
          </dd>
        </div>
        <div>
          <dt>%C&A: complete and accurate the first time</dt>
          <dd>
            Of the changes that a stage judged, the share that it never sent back. Review: changes were requested and
            commits followed. Build: a pipeline of one of its commits failed or timed out before the deployment began.
            Deploy: an attempt failed, or the deployment did, by an incident, a rollback, a revert, a hotfix or a
            person’s word. It stands at the stage that sends back: coding has none of its own, review judges it.
          </dd>
        </div>
        <div>
          <dt>Rolled %C&A</dt>
          <dd>
            The product of the stages’ %C&A, as a value stream map has it. A product takes the stages to send back
            independently of each other; counted change by change it is what stands beside it.
          </dd>
        </div>
        <div>
          <dt>The ways back</dt>
          <dd>
            How many changes came back and how long each way took: from a request for changes to the next review, from a
            failed build to the next that passed in its pipeline, from a failed deployment to its recovery. What has not
            come back is open. That time is in the stages already, or after production.
          </dd>
        </div>
        <div>
          <dt>In progress</dt>
          <dd>
            Changes that have begun and are not in production, as of <When at={view.at} zone={zone} now={now} />; in a
            triangle, how many wait there. A deployment that is under way is known when it is over, so none is counted
            in deploy.
          </dd>
        </div>
        <div>
          <dt>Verify</dt>
          <dd>
            From the end of the deployment to its first check that passed within 30 minutes. It comes after the lead
            time, which ends in production.
          </dd>
        </div>
        <div>
          <dt>Recovery</dt>
          <dd>
            The incidents resolved in the window, whatever caused them, as the time to restore counts them. A moment
            that no source tells has its time in the stage that follows.
          </dd>
        </div>
        <div>
          <dt>Estimates</dt>
          <dd>
            Dashed boxes are what people wrote down, not what was measured. They are in no total, except where a total
            says so.
          </dd>
        </div>
      </dl>
    </section>
  )
}
