'use client'

import { useActionState } from 'react'
import controls from '../../../_ui/controls.module.css'
import { Labelled } from '../../../_ui/labelled'
import { type LimitsState, submitLimits } from './actions'
import styles from './agreements.module.css'

type Field = { id: string; title: string; description: string; value: string }
type Props = { team: string; fields: Field[] }

const NOTHING: LimitsState = { saved: false, problem: null, problems: {}, values: null }

export function LimitsForm({ team, fields }: Props) {
  const [{ saved, problem, problems, values }, submit, busy] = useActionState(submitLimits, NOTHING)
  const typed: Record<string, string> | null = values
  const wrong: Record<string, string | undefined> = problems
  return (
    <form action={submit} className={styles.form}>
      <input type="hidden" name="team" value={team} />
      {fields.map(({ id, title, description, value }) => (
        <Labelled key={id} name={id} title={title} description={description} problem={wrong[id]}>
          <input
            name={id}
            defaultValue={typed?.[id] ?? value}
            key={`${id} ${typed?.[id] ?? value}`}
            inputMode="decimal"
            autoComplete="off"
          />
        </Labelled>
      ))}
      <button type="submit" className={controls.button} disabled={busy}>
        Keep these agreements
      </button>
      {(problem !== null || Object.keys(problems).length > 0) && (
        <p role="alert" className={controls.wrong}>
          {problem ?? 'Nothing was changed: see the fields above.'}
        </p>
      )}
      {saved && <p role="status">Kept. The figures above are by these limits, for all of the window.</p>}
    </form>
  )
}
