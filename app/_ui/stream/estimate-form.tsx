'use client'

import { useActionState } from 'react'
import controls from '../controls.module.css'
import { Labelled } from '../labelled'
import { type EstimateState, submitEstimate } from './estimate-actions'
import styles from './stream.module.css'

type Props = { about: 'service' | 'team'; owner: string }

const NOTHING: EstimateState = {
  added: null,
  problem: null,
  problems: {},
  values: { name: '', place: 'before', active: '', wait: '', accurate: '' },
}

/** Opens by itself where there is something to say, also when a page without script answers. */
export function EstimateForm({ about, owner }: Props) {
  const [{ added, problem, problems, values }, submit, busy] = useActionState(submitEstimate, NOTHING)
  const isTold = added !== null || problem !== null || Object.keys(problems).length > 0
  return (
    <details className={styles.fold} open={isTold}>
      <summary>Add a stage</summary>
      <form action={submit} className={styles.form}>
        <input type="hidden" name="about" value={about} />
        <input type="hidden" name="owner" value={owner} />
        <Labelled
          name="name"
          title="Stage"
          description="Such as refinement, or legal approval."
          problem={problems.name}
        >
          <input
            name="name"
            defaultValue={values.name}
            key={`name ${values.name}`}
            maxLength={60}
            required
            autoComplete="off"
          />
        </Labelled>
        <Labelled name="place" title="Place" description={null} problem={problems.place}>
          <select name="place" defaultValue={values.place} key={`place ${values.place}`}>
            <option value="before">Before the first commit</option>
            <option value="after">After production</option>
          </select>
        </Labelled>
        <Labelled
          name="wait"
          title="Waiting before it"
          description="45 min, 1.5 h, 2 d, 1 w, or 0."
          problem={problems.wait}
        >
          <input name="wait" defaultValue={values.wait} key={`wait ${values.wait}`} required autoComplete="off" />
        </Labelled>
        <Labelled name="active" title="Active time" description="A day (d) is 24 hours." problem={problems.active}>
          <input
            name="active"
            defaultValue={values.active}
            key={`active ${values.active}`}
            required
            autoComplete="off"
          />
        </Labelled>
        <Labelled
          name="accurate"
          title="%C&A"
          description="0 to 100; empty if nobody knows."
          problem={problems.accurate}
        >
          <input
            name="accurate"
            defaultValue={values.accurate}
            key={`accurate ${values.accurate}`}
            inputMode="decimal"
            autoComplete="off"
          />
        </Labelled>
        <div className={styles.whole}>
          <button type="submit" className={controls.button} disabled={busy}>
            Add the estimate
          </button>
          {problem !== null && (
            <p role="alert" className={controls.wrong}>
              {problem}
            </p>
          )}
          {Object.keys(problems).length > 0 && (
            <p role="alert" className={controls.wrong}>
              Nothing was added: see the fields above.
            </p>
          )}
          {added !== null && (
            <p role="status">
              <bdi>{added}</bdi> is on the map, marked as an estimate of today.
            </p>
          )}
        </div>
      </form>
    </details>
  )
}
