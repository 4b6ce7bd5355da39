// The cells of the overview: a figure, how it changed, what is behind it, and whether its weeks hold a signal.
import type { ReactNode } from 'react'
import type { WindowChoice } from '../lib/insights/page-window'
import { JUDGED, type Variation } from '../lib/insights/signals'
import { ChangeMark } from './_ui/change-mark'
import { metricAddress, type Scope } from './metrics/address'
import cells from './overview-cells.module.css'
import type { Column, Shown } from './overview-columns'
import styles from './overview-table.module.css'

const UNSEEN = 'Nothing tells when these changes were worked on and when they waited'

/** The page behind a cell, in the same window; null where there is none. */
export function addressOf(column: Column, scope: Scope, choice: WindowChoice): string | null {
  return column.figure === null ? null : metricAddress(JUDGED[column.figure].id, scope, choice)
}

type CellProps = { shown: Shown; link: string | null; variation?: Variation | null; drawing?: ReactNode }

export function Cell({ shown, link, variation = null, drawing }: CellProps) {
  return (
    <td>
      <ChangeMark change={shown.change} /> {figureText(shown, link)}
      <br />
      {drawing}
      {shown.below !== null && (
        <small className={variation?.kind === 'routine' ? cells.routine : undefined}>{shown.below}</small>
      )}
      {variation?.kind === 'signal' && link !== null && (
        <a href={link} className={styles.signal} title={variation.words} aria-label={`signal: ${variation.words}`}>
          signal
        </a>
      )}
    </td>
  )
}

function figureText(shown: Shown, link: string | null): ReactNode {
  if (shown.unseen) return <small title={UNSEEN}>not observed</small>
  if (shown.value === null) return <span className={cells.none} />
  return link === null ? <b>{shown.value}</b> : <a href={link}>{shown.value}</a>
}

export type Told = { column: Column; shown: Shown; variation: Variation | null; link: string | null }

/** The row below a phone's row: closed it tells the failures and the waiting work, opened all that has no column there. */
export function moreOf(figures: Told[]): string {
  const of = (id: Column['id']) => figures.find(({ column }) => column.id === id)?.shown
  const [failed, waiting] = [of('failed'), of('waiting')]
  const told = [
    failed && (failed.below === null ? 'No deployment' : `${failed.below} failed`),
    waiting && `${waiting.value ?? '0'} waiting`,
  ].filter((words) => words !== undefined)
  const entries = figures.map(({ column, shown, variation, link }) => {
    const value = escapeText(shown.unseen ? 'not observed' : (shown.value ?? 'no data'))
    const isLink = link !== null && shown.value !== null && !shown.unseen
    const figure = isLink ? `<a href="${escapeText(link)}">${value}</a>` : `<b>${value}</b>`
    const below = shown.below === null ? '' : `<small>${escapeText(shown.below)}</small> `
    const signal = variation?.kind === 'signal' ? `<small>signal: ${escapeText(variation.words)}</small> ` : ''
    return `<dt>${column.name}</dt><dd>${signal}${below}${figure}</dd>`
  })
  const summary = told.length === 0 ? 'More' : told.join(', ')
  return `<td colspan="3"><details><summary>${escapeText(summary)}</summary><dl>${entries.join('')}</dl></details></td>`
}

/** Figures may begin with a less-than sign: "<1 min"; a name in an address may hold quotes. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
