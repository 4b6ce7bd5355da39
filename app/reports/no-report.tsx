import { Notice } from '../_ui/notice'
import { PATH } from './address'

export function NoReport({ title = 'There is no such report' }: { title?: string }) {
  return (
    <>
      <h1>{title}</h1>
      <Notice title="It may have been removed">
        <p>
          <a href={PATH}>All reports</a>
        </p>
      </Notice>
    </>
  )
}
