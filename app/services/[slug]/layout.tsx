import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { permit } from '../../../lib/auth/permit'
import { findService } from './find-service'

type Props = { children: ReactNode; params: Promise<{ slug: string }> }

/** NOTE: decides here, not in the page: once the skeleton is on its way, the answer can no longer be a 404. */
export default async function ServiceLayout({ children, params }: Props) {
  if (!(await permit('read-service'))) notFound()
  if (!(await findService((await params).slug))) notFound()
  return children
}
