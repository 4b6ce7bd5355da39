import { type WindowChoice, windowQuery, withQuery } from '../../../lib/insights/page-window'
import styles from './sections.module.css'

/** The pages of a service, by the last part of their address. */
const SECTIONS = {
  '': 'Figures',
  stream: 'Value stream',
  flow: 'Flow',
  future: 'Future states',
  forecast: 'Forecast',
  deployments: 'Deployments',
  waiting: 'Waiting work',
  pipelines: 'Pipelines',
  path: 'Path to production',
} as const

export type Section = keyof typeof SECTIONS

/** The pages of one service, in the same window. */
export function Sections({ home, current, choice }: { home: string; current: Section; choice: WindowChoice | null }) {
  const query = choice ? windowQuery(choice) : ''
  return (
    <nav className={`${styles.sections} screen-only`} aria-label="Pages of this service">
      <ul>
        {(Object.keys(SECTIONS) as Section[]).map((section) => (
          <li key={section}>
            <a
              href={withQuery(section === '' ? home : `${home}/${section}`, query)}
              aria-current={section === current ? 'page' : undefined}
            >
              {SECTIONS[section]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
