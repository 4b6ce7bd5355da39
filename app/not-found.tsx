import type { Metadata } from 'next'
import { Notice } from './_ui/notice'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <>
      <h1>There is nothing here</h1>
      <Notice title="The address is wrong, or what it named is gone">
        <p>
          <a href="/">The overview</a> lists everything that is measured.
        </p>
      </Notice>
    </>
  )
}
