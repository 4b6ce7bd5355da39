'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'

/** The page's address, also after a list was turned without loading the page anew. */
export function PrintedAddress({ first }: { first: string }) {
  const [address, setAddress] = useState(first)
  const [path, search] = [usePathname(), useSearchParams().toString()]
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path or query is another address
  useEffect(() => {
    const { host, pathname, search: query } = window.location
    setAddress(`${host}${pathname}${query}`)
  }, [path, search])
  return <p>{address}</p>
}
