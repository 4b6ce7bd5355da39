'use client'

import { useActionState } from 'react'
import controls from '../../../_ui/controls.module.css'
import { KeptTextarea } from '../../../_ui/kept-textarea'
import { Labelled } from '../../../_ui/labelled'
import { type SaveState, saveFuture } from './actions'
import styles from './future.module.css'

const NOTHING: SaveState = { saved: null, problem: null, problems: {}, values: { name: '', reasons: '' } }

/** `asked`: window and edits, as the page's address has them. */
export function SaveForm({ service, asked }: { service: string; asked: string }) {
  const [{ saved, problem, problems, values }, submit, busy] = useActionState(saveFuture, NOTHING)
  return (
    <form action={submit} className={styles.save}>
      <input type="hidden" name="service" value={service} />
      <input type="hidden" name="asked" value={asked} />
      <Labelled name="name" title="Name" description="Such as “Review within 4 h”." problem={problems.name}>
        <input
          name="name"
          defaultValue={values.name}
          key={`name ${values.name}`}
          maxLength={60}
          required
          autoComplete="off"
        />
      </Labelled>
      <Labelled
        name="reasons"
        title="Reasons"
        description="What you will do, and why it should help. Read again in some weeks."
        problem={problems.reasons}
      >
        <KeptTextarea
          name="reasons"
          defaultValue={values.reasons}
          key={`reasons ${values.reasons}`}
          maxLength={1000}
          required
        />
      </Labelled>
      <div>
        <button type="submit" className={controls.button} disabled={busy}>
          Save this future state
        </button>
        {problem !== null && (
          <p role="alert" className={controls.wrong}>
            {problem}
          </p>
        )}
        {saved !== null && (
          <p role="status">
            <bdi>{saved}</bdi> is saved with today’s date. From now on it stands against what is measured.
          </p>
        )}
      </div>
    </form>
  )
}
