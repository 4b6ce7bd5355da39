import Link from 'next/link'
import type { ComponentProps } from 'react'

/** A link to another state of the same page: the place on the page and the focus stay. Without JavaScript an ordinary link. */
export function Go(props: Omit<ComponentProps<typeof Link>, 'prefetch' | 'scroll'>) {
  return <Link {...props} prefetch={false} scroll={false} />
}
