'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Looks again while something goes on; without JavaScript the page is simply loaded anew. */
export function Refresh({ everyMs }: { everyMs: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [router, everyMs])
  return null
}
