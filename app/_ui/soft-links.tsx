'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'

/** Follows the `Go` links inside without loading the page anew. One listener for all: a component a link would cost more than the rows. */
export function SoftLinks({
  children,
  ...section
}: {
  children: ReactNode
  id: string
  className: string
  label: string
}) {
  const router = useRouter()
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    // A browser looks for the place that its address names while a page arrives; what followed a skeleton came too late for it.
    if (window.scrollY === 0) document.getElementById(window.location.hash.slice(1))?.scrollIntoView()
  }, [])
  useEffect(() => {
    const element = place.current
    function follow(event: MouseEvent) {
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-go]') // sound: clicks are on elements
      if (!link || !isPlain || event.defaultPrevented) return
      event.preventDefault()
      router.push(link.getAttribute('href') ?? '', { scroll: false })
    }
    element?.addEventListener('click', follow)
    return () => element?.removeEventListener('click', follow)
  }, [router])
  return (
    <section ref={place} id={section.id} className={section.className} aria-label={section.label}>
      {children}
    </section>
  )
}
