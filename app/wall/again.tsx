'use client'

import { useEffect } from 'react'

const AGAIN_SECONDS = 60

/** A screen that has nothing to show yet: nobody stands at it to load it anew. It stays while the server does not answer. */
export function Again() {
  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.hidden) return
      const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => null)
      if (answer) window.location.reload()
    }, AGAIN_SECONDS * 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(AGAIN_SECONDS)} />
    </noscript>
  )
}
