'use client'

import { useRouter, useSearchParams } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'

type Props = {
  className: string
  /** The parameters of the window: when they differ, so do the links of the frame around the page. */
  names: readonly string[]
  children: ReactNode
}

/** Follows the links and forms inside without loading the page anew: place and focus stay. Without JavaScript they are ordinary ones. */
export function SoftWindow({ className, names, children }: Props) {
  const router = useRouter()
  const query = useSearchParams()
  const place = useRef<HTMLDivElement>(null)
  const window = names.map((name) => query.get(name) ?? '').join(' ')
  const known = useRef(window)

  useEffect(() => {
    const element = place.current
    function show(address: string, from: Element) {
      const sheet = from.closest('details')
      if (sheet) {
        sheet.open = false
        sheet.querySelector('summary')?.focus()
      }
      router.push(address, { scroll: false })
    }
    function follow(event: MouseEvent) {
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      const link = (event.target as Element).closest('a') // sound: clicks are on elements
      if (!link || !isPlain || event.defaultPrevented) return
      event.preventDefault()
      show(link.getAttribute('href') ?? '', link)
    }
    function send(event: SubmitEvent) {
      const form = event.target as HTMLFormElement // sound: only forms are sent
      event.preventDefault()
      const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)])
      show(`${form.getAttribute('action')}?${new URLSearchParams(fields)}`, form)
    }
    element?.addEventListener('click', follow)
    element?.addEventListener('submit', send)
    return () => {
      element?.removeEventListener('click', follow)
      element?.removeEventListener('submit', send)
    }
  }, [router])

  useEffect(() => {
    if (known.current === window) return
    known.current = window
    // The frame is drawn once; its links take the window along. Also on the way back.
    router.refresh()
  }, [router, window])

  return (
    <div ref={place} className={className}>
      {children}
    </div>
  )
}
