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
          Most often the database does not answer. An embedded one that stopped is started again within seconds.{' '}
          <a href="/healthz">The health page</a> says whether it answers, and the log of the running Streamgauge says
          why it did not{error.digest ? `, under ${error.digest}` : ''}.
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
