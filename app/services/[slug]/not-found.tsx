import type { Metadata } from 'next'
import { Notice } from '../../_ui/notice'

export const metadata: Metadata = { title: 'No such service' }

export default function NoSuchService() {
  return (
    <>
      <h1>No service has this address</h1>
      <Notice title="It may have been renamed or removed">
        <p>A service is found by its name in lower case, with dashes for everything that is not a letter or a digit.</p>
        <p>
          <a href="/">The overview</a> lists every service that is measured.
        </p>
      </Notice>
    </>
  )
}
