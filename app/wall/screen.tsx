import type { ReactNode } from 'react'
import { formatCount } from '../../lib/format'
import type { WallFigure, WallView } from '../../lib/insights/wall'
import { ChangeMark } from '../_ui/change-mark'
import { Sparkline } from '../_ui/sparkline'
import styles from './wall.module.css'

/** One service, to be read from across a room. */
export function Screen({ view }: { view: WallView }) {
  const { name, team, href, headline, figures, waiting, notes, doubts, unread, window, zone, asOf } = view
  const [latest] = notes
  return (
    <article className={styles.screen}>
      <header>
        <p className={styles.team}>{team !== null && <bdi>{team}</bdi>}</p>
        <h1>
          <a href={href}>
            <bdi>{name}</bdi>
          </a>
        </h1>
        <p className={styles.headline}>{headline}</p>
      </header>
      <div className={styles.figures}>
        {figures.map((figure) => (
          <Figure key={figure.id} figure={figure} notes={notes} />
        ))}
        <Cell title="Waiting now" value={<Amount text={formatCount(waiting.count)} />} remarks={waiting.remarks} />
      </div>
      <footer>
        <p>
          {window[0]?.toUpperCase()}
          {window.slice(1)}; as of{' '}
          <span className="number">
            {asOf} in {zone}
          </span>
        </p>
        {latest && (
          <p className={styles.noted}>
            <i aria-hidden="true" />
            {latest.when} <bdi>{latest.text}</bdi>
            {notes.length > 1 && ` (and ${formatCount(notes.length - 1)} more before)`}
          </p>
        )}
        {unread.length > 0 && (
          <p>
            <span aria-hidden="true">⚑ </span>
            <bdi>{unread.join(', ')}</bdi> could not be read in full: figures may lack what is there
          </p>
        )}
        {doubts > 0 && (
          <p>
            <span aria-hidden="true">⚑ </span>
            {formatCount(doubts)} {doubts === 1 ? 'record' : 'records'} left out or in doubt
          </p>
        )}
      </footer>
    </article>
  )
}

function Figure({ figure, notes }: { figure: WallFigure; notes: WallView['notes'] }) {
  const { title, value, why, change, points, signals, remarks } = figure
  return (
    <Cell
      title={title}
      value={value === null ? <span className={styles.none}>{why}</span> : <Amount text={value} />}
      remarks={remarks}
      change={<ChangeMark change={change} words />}
    >
      <Sparkline
        points={points}
        signals={signals}
        notes={notes}
        label={`${title}, week by week`}
        wide={160}
        high={30}
      />
    </Cell>
  )
}

type CellProps = { title: string; value: ReactNode; remarks: string[]; change?: ReactNode; children?: ReactNode }

function Cell({ title, value, remarks, change, children }: CellProps) {
  return (
    <section className={styles.figure}>
      <h2>{title}</h2>
      <p className={`${styles.value} number`}>
        {value} {change}
      </p>
      <div className={styles.drawing}>{children}</div>
      <ul className={styles.remarks}>
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </section>
  )
}

/** The number large, its unit small. */
function Amount({ text }: { text: string }) {
  const at = text.indexOf('\u00a0')
  if (at < 0) return <span>{text}</span>
  return (
    <span>
      {text.slice(0, at)}
      <small>{text.slice(at)}</small>
    </span>
  )
}
