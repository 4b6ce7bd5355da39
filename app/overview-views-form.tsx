'use client'

import { type ReactNode, useActionState } from 'react'
import controls from './_ui/controls.module.css'
import { type SaveState, saveShownView } from './overview-actions'
import styles from './page.module.css'

type Props = { summary: string; view: string; children: ReactNode }

const NOTHING: SaveState = { saved: null, problem: null }

/** Opens by itself where there is something to say, also when a page without script answers. */
export function ViewsForm({ summary, view, children }: Props) {
  const [{ saved, problem }, submit, busy] = useActionState(saveShownView, NOTHING)
  return (
    <details className={`${styles.sheet} ${styles.views}`} open={saved !== null || problem !== null}>
      <summary>{summary}</summary>
      <div>
        {children}
        <form action={submit} className={controls.field}>
          <input type="hidden" name="view" value={view} />
          <label htmlFor="view-name">Save this view</label>
          <div className={controls.row}>
            <input
              id="view-name"
              name="name"
              placeholder="Name"
              maxLength={100}
              required
              autoComplete="off"
              aria-invalid={problem !== null || undefined}
              aria-describedby={problem === null ? 'view-about' : 'view-problem'}
            />
            <button type="submit" className={controls.button} disabled={busy}>
              Save
            </button>
          </div>
          <small id="view-about">Everybody who opens this Streamgauge sees it. To share it, send its link.</small>
          {problem !== null && (
            <p role="alert" id="view-problem" className={controls.wrong}>
              {problem}
            </p>
          )}
          {saved !== null && (
            <p role="status">
              Saved as “<bdi>{saved}</bdi>”.
            </p>
          )}
        </form>
      </div>
    </details>
  )
}
