import type { ReactNode } from 'react'
import styles from './lane.module.css'
import { type Loop, layOut, type Mark, sizeOf, type Totals } from './layout'
import map from './map.module.css'
import { StreamSvg } from './stream-svg'

type Props = {
  id: string
  title: string
  /** What it shows, in a sentence or two. */
  about: ReactNode
  marks: Mark[]
  loops: Loop[]
  totals: Totals
  span?: string | null
  /** The width of the drawing whose scale it has; its own, where it is the widest. */
  full?: number
  children: ReactNode
}

/** One stream: a map where there is room for it and on paper, else the same from top to bottom; beneath it as a table. */
export function Lane({ id, title, about, marks, loops, totals, span, full, children }: Props) {
  const drawing = layOut(marks, loops)
  return (
    <figure className={styles.lane}>
      <figcaption>
        <h2>{title}</h2>
        {about}
      </figcaption>
      <div className={styles[sizeOf(full ?? drawing.width)]}>
        <StreamSvg
          id={id}
          title={title}
          drawing={drawing}
          totals={totals}
          span={span ?? null}
          full={full ?? drawing.width}
        />
        <ol className={styles.list}>
          {marks.map((mark) => (
            <Step key={mark.key} mark={mark} loops={loops.filter(({ from }) => from === mark.key)} />
          ))}
        </ol>
      </div>
      <details className={`${styles.data} screen-only`}>
        <summary>The same as a table</summary>
        {children}
      </details>
    </figure>
  )
}

function Step({ mark, loops }: { mark: Mark; loops: Loop[] }) {
  const { shape, origin, name, time, note, facts, inventory, href, label, steps } = mark
  const mean = origin === 'measured' && steps[0] ? [`mean ${steps[0].value}`] : []
  const meta = [...(inventory === null ? [] : [`${inventory} waiting`]), ...facts, ...mean]
  return (
    <li>
      <Glyph shape={shape} dashed={origin === 'estimate' || time.length === 0} />
      {href === null ? (
        <span>
          <bdi>{name}</bdi>
        </span>
      ) : (
        <a href={href} aria-label={label}>
          {name}
        </a>
      )}
      <span className={styles.value}>
        {time.join(', ')}
        <small>{note}</small>
      </span>
      {meta.length > 0 && <span className={styles.meta}>{meta.join(' · ')}</span>}
      {loops.map((loop) => (
        <span key={loop.key} className={styles.return}>
          <span aria-hidden="true">↩ </span>
          <a href={loop.href} aria-label={loop.label}>
            {loop.words.join(', ')}
          </a>
        </span>
      ))}
    </li>
  )
}

function Glyph({ shape, dashed }: { shape: Mark['shape']; dashed: boolean }) {
  const kind = dashed ? `${map.box} ${map.unseen}` : shape === 'box' ? `${map.box} ${map.work}` : map.wait
  return (
    <svg className={styles.glyph} viewBox="0 0 24 22" aria-hidden="true">
      {shape === 'box' ? (
        <rect className={kind} x="1" y="3" width="22" height="16" rx="2" />
      ) : (
        <path className={`${kind} ${dashed ? '' : map.ground}`} d="M12 2L22 20H2Z" />
      )}
    </svg>
  )
}
