'use client'

import { useActionState } from 'react'
import type { EstimateText } from '../../../lib/insights/stream-estimate'
import controls from '../controls.module.css'
import { Labelled } from '../labelled'
import { type EstimateState, submitEstimate } from './estimate-actions'
import styles from './stream.module.css'

type Props = {
  about: 'service' | 'team'
  owner: string
  /** The estimate to make anew, as it is; null: another one is added. */
  editing: { id: string; values: EstimateText; back: string } | null
}

const NOTHING: EstimateState = {
  added: null,
  of: null,
  problem: null,
  problems: {},
  values: { name: '', place: 'before', active: '', wait: '', accurate: '' },
}

/** Opens by itself where there is something to say, also when a page without script answers. */
export function EstimateForm({ about, owner, editing }: Props) {
  const [state, submit, busy] = useActionState(submitEstimate, NOTHING)
  // What was answered to another estimate's form says nothing of this one.
  const isOwn = editing === null || state.of === editing.id
  const { added, problem, problems, values } = isOwn ? state : { ...NOTHING, values: editing.values }
  const isTold = editing !== null || added !== null || problem !== null || Object.keys(problems).length > 0
  return (
    <details className={styles.fold} open={isTold}>
      <summary>{editing === null ? 'Add a stage' : 'Estimate it anew'}</summary>
      <form action={submit} className={styles.form}>
        <input type="hidden" name="about" value={about} />
        <input type="hidden" name="owner" value={owner} />
        <input type="hidden" name="id" value={editing?.id ?? ''} />
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
            {editing === null ? 'Add the estimate' : 'Keep the new estimate'}
          </button>
          {editing !== null && (
            <p>
              The one that is there stays among the former estimates. <a href={editing.back}>Leave it as it is</a>
            </p>
          )}
          {problem !== null && (
            <p role="alert" className={controls.wrong}>
              {problem}
            </p>
          )}
          {Object.keys(problems).length > 0 && (
            <p role="alert" className={controls.wrong}>
              Nothing was {editing === null ? 'added' : 'changed'}: see the fields above.
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
