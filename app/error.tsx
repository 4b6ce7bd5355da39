'use client'

import { Notice } from './_ui/notice'

/** What is kept is untouched; the reason is in the log, its digest leads there. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <title>This page could not be drawn · Streamgauge</title>
      <h1>This page could not be drawn</h1>
      <Notice title="Nothing that was recorded is lost" alert>
        <p>
          Most often the database does not answer. <a href="/healthz">The health page</a> says whether it does, and the
          log of the running Streamgauge says why{error.digest ? `, under ${error.digest}` : ''}. An embedded database
          that has stopped is started again by <code>npm run sg -- doctor</code>.
        </p>
        <p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </p>
      </Notice>
    </>
  )
}
