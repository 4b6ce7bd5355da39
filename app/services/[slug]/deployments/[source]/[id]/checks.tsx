import { formatDuration } from '../../../../../../lib/format'
import type { Checks as Found } from '../../../../../../lib/insights/deployment-page'
import { SourceLink } from '../../../../../_ui/record-link'
import table from '../../../../../_ui/table.module.css'
import { When } from '../../../../../_ui/when'
import type { Frame } from '../../../frame'
import page from '../../../page.module.css'
import { OutcomeMark } from '../../outcome-mark'

type Props = { checks: Found; finishedAt: number | null; frame: Frame }

/** What was looked at after it: smoke tests, health checks, monitors. */
export function Checks({ checks: { all, inTime }, finishedAt, frame }: Props) {
  return (
    <section className={page.section} aria-labelledby="checks">
      <h2 id="checks">Verification</h2>
      <p className={inTime ? undefined : 'quiet'}>
        {inTime && finishedAt !== null
          ? `Verified ${formatDuration((inTime.at - finishedAt) / 1000)} after it finished.`
          : all.length === 0
            ? 'No check after this deployment is known.'
            : 'No check succeeded within 30 minutes after it finished.'}
      </p>
      {all.length > 0 && (
        <table className={table.table}>
          <caption className="visually-hidden">Checks after this deployment</caption>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Result</th>
              <th scope="col" className={table.end}>
                When
              </th>
              <th scope="col" className={table.wide}>
                At its source
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map((check) => (
              <tr key={`${check.source} ${check.name}`}>
                <th scope="row">
                  <bdi>{check.name}</bdi>
                </th>
                <td className={table.fit}>
                  {check.status === 'success' ? (
                    'succeeded'
                  ) : (
                    <>
                      <OutcomeMark outcome="failed" named={false} /> <span className={table.failed}>failed</span>
                    </>
                  )}
                </td>
                <td className={`${table.end} ${table.fit}`}>
                  <When at={check.at} zone={frame.zone} now={frame.now} />
                </td>
                <td className={table.wide}>
                  <SourceLink url={check.url} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
