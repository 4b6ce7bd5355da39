import type { ComponentProps } from 'react'

/** A link to another state of the same page. Inside `SoftLinks` the place on the page and the focus stay; without JavaScript it is an ordinary link. */
export function Go(props: ComponentProps<'a'>) {
  return <a {...props} data-go="" />
}
