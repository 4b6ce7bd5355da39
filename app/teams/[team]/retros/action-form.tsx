'use client'

import { useActionState } from 'react'
import controls from '../../../_ui/controls.module.css'
import { Labelled } from '../../../_ui/labelled'
import { type About, AboutFields } from './about'
import { submitAction } from './actions'
import type { ActionState } from './form-state'
import styles from './retro.module.css'

type Props = { about: About; measures: { id: string; words: string }[]; blank: ActionState['values'] }

/** Opens by itself where there is something to say, also when a page without script answers. */
export function ActionForm({ about, measures, blank }: Props) {
  const nothing: ActionState = { problem: null, problems: {}, values: blank, added: null }
  const [{ problem, problems, values, added }, submit, busy] = useActionState(submitAction, nothing)
  const isWrong = Object.keys(problems).length > 0
  return (
    <details className={styles.fold} open={problem !== null || isWrong || added !== null}>
      <summary>Add an action</summary>
      <form action={submit} className={styles.form} noValidate>
        <AboutFields about={about} />
        <div className={styles.whole}>
          <Labelled name="text" title="What" description={null} problem={problems.text}>
            <input name="text" defaultValue={values.text} key={`text ${values.text}`} required autoComplete="off" />
          </Labelled>
        </div>
        <Labelled
          name="ownerRole"
          title="Owner"
          description="A role, not a person: on call, tech lead."
          problem={problems.ownerRole}
        >
          <input
            name="ownerRole"
            defaultValue={values.ownerRole}
            key={`ownerRole ${values.ownerRole}`}
            required
            autoComplete="off"
          />
        </Labelled>
        <Labelled name="due" title="Done by" description={null} problem={problems.due}>
          <input type="date" name="due" defaultValue={values.due} key={`due ${values.due}`} required />
        </Labelled>
        <Labelled name="measure" title="What we expect of" description={null} problem={problems.measure}>
          <select name="measure" defaultValue={values.measure} key={`measure ${values.measure}`}>
            {measures.map(({ id, words }) => (
              <option key={id} value={id}>
                {words}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled name="side" title="Which is to be" description={null} problem={problems.side}>
          <select name="side" defaultValue={values.side} key={`side ${values.side}`}>
            <option value="at-most">at most</option>
            <option value="at-least">at least</option>
          </select>
        </Labelled>
        <Labelled name="value" title="Value" description="4 h, 15 %, or 3 / week." problem={problems.value}>
          <input name="value" defaultValue={values.value} key={`value ${values.value}`} required autoComplete="off" />
        </Labelled>
        <Labelled name="weeks" title="Within weeks" description="From the day after closing." problem={problems.weeks}>
          <input
            name="weeks"
            defaultValue={values.weeks}
            key={`weeks ${values.weeks}`}
            inputMode="numeric"
            required
            autoComplete="off"
          />
        </Labelled>
        <div className={styles.whole}>
          <button type="submit" className={controls.button} disabled={busy}>
            Add the action
          </button>
          {(problem !== null || isWrong) && (
            <p role="alert" className={controls.wrong}>
              {problem ?? 'Nothing was added: see the fields above.'}
            </p>
          )}
          {added !== null && (
            <p role="status">
              Added: <bdi>{added}</bdi>.
            </p>
          )}
        </div>
      </form>
    </details>
  )
}
