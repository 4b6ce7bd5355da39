import type { ReactNode } from 'react'
import type { WindowChoice } from '../../../lib/insights/page-window'
import type { ServiceSummary } from '../../../lib/store/services'
import { PageHead } from '../../_ui/page-head'
import { type Section, Sections } from './sections'

type Props = {
  summary: ServiceSummary
  picker: ReactNode
  section: Section
  /** The address of the service's first page. */
  home: string
  choice: WindowChoice | null
}

/** Which service this is, whose, in which zone; the window; and its other pages. */
export function Head({ summary, picker, section, home, choice }: Props) {
  return (
    <>
      <PageHead beside={picker}>
        <h1>
          <bdi>{summary.name}</bdi>
        </h1>
        <p className="quiet">
          {summary.team !== null && (
            <>
              <bdi>{summary.team}</bdi> ·{' '}
            </>
          )}
          {summary.repository !== summary.name && (
            <>
              <bdi>{summary.repository}</bdi> ·{' '}
            </>
          )}
          times in {summary.timeZone}
        </p>
      </PageHead>
      <Sections home={home} current={section} choice={choice} />
    </>
  )
}
