import { Fragment } from 'react'
import type { HeadlinePart } from '../lib/insights/headline'
import type { WindowChoice } from '../lib/insights/page-window'
import { JUDGED } from '../lib/insights/signals'
import { metricAddress } from './metrics/address'

/** The sentence of the page; the figure that it names leads to its metric. */
export function Headline({ parts, choice }: { parts: HeadlinePart[]; choice: WindowChoice }) {
  return parts.map((part) => {
    if (typeof part === 'string') return <Fragment key={part}>{part}</Fragment>
    const { figure, slug } = part.move
    return (
      <a key={slug} href={metricAddress(JUDGED[figure].id, { service: slug }, choice)}>
        {part.words}
      </a>
    )
  })
}
