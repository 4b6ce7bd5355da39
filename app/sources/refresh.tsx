'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

// While something goes on, and while nothing does: a schedule or a webhook may begin it at any time.
const BUSY_MS = 2000
const IDLE_MS = 10_000

/** Looks again by itself; without JavaScript the page is simply loaded anew. */
export function Refresh({ busy }: { busy: boolean }) {
  const everyMs = busy ? BUSY_MS : IDLE_MS
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [router, everyMs])
  return null
}
