'use client'

import { type ComponentProps, useLayoutEffect, useRef, useSyncExternalStore } from 'react'

const never = () => () => {}

/**
 * A textarea that keeps what was typed before the page's script had come. React leaves inputs and selects alone when it takes
 * over what the server drew, but writes a textarea's first text over what it holds by then.
 */
export function KeptTextarea(given: ComponentProps<'textarea'>) {
  // True only while the server's page is taken over: a form that is drawn later begins with its own text.
  const takesOver = useSyncExternalStore(
    never,
    () => false,
    () => true,
  )
  const own = useRef<HTMLTextAreaElement>(null)
  const typed = useRef<string | null>(null)
  if (takesOver && typeof document !== 'undefined' && typed.current === null) typed.current = typedInto(given.id)
  useLayoutEffect(() => {
    if (own.current && typed.current !== null) own.current.value = typed.current
  }, [])
  return <textarea {...given} ref={own} />
}

/** What its reader made of the server's text, null where nothing. */
function typedInto(id: string | undefined): string | null {
  const found = id === undefined ? null : document.getElementById(id)
  return found instanceof HTMLTextAreaElement && found.value !== found.defaultValue ? found.value : null
}
