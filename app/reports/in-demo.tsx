import { Notice } from '../_ui/notice'
import { PATH } from './address'

/** Nobody outside hears from a demonstration. */
export function InDemo() {
  return (
    <>
      <h1>Reports</h1>
      <Notice title="A demonstration sends no reports">
        <p>
          On your own data they are added here. <a href="/reports/preview">Look at last week’s of the demonstration</a>,
          or go back to <a href={PATH}>the reports</a>.
        </p>
      </Notice>
    </>
  )
}
