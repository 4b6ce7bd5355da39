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

/** The same in words: where the record is, or that its source gave no address. */
export function SourceLink({ url }: { url: string | null }) {
  if (url === null) return <span className="quiet">Its source gives no link.</span>
  if (!isWebAddress(url)) return <span className="quiet">Its source gives an address that is no web page.</span>
  return (
    <a href={url} rel="noopener noreferrer">
      Open at <bdi>{new URL(url).hostname}</bdi>
    </a>
  )
}

/** Only http and https are ever clickable. */
export function isWebAddress(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol } = new URL(url)
  return protocol === 'https:' || protocol === 'http:'
}
