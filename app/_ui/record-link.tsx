import type { ReactNode } from 'react'

/** Links where a record's address is a web address; anything else stays text. */
export function RecordLink({ url, children }: { url: string | null; children: ReactNode }) {
  if (url === null || !isWebAddress(url)) return <>{children}</>
  return (
    <a href={url} rel="noopener noreferrer">
      {children}
    </a>
  )
}

export function isWebAddress(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol } = new URL(url)
  return protocol === 'https:' || protocol === 'http:'
}
