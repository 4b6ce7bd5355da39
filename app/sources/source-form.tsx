'use client'

import controls from '../_ui/controls.module.css'
import { Refused, useKeptForm } from '../_ui/kept-form'
import { Labelled } from '../_ui/labelled'
import { submitSource } from './actions'
import { FieldInput } from './field-input'
import type { Field } from './fields'
import { type Answer, EMPTY } from './form-state'

type Props = {
  kind: string
  /** The connection that is changed; null for a new one. */
  known: string | null
  suggestedName: string
  schedule: string
  fields: Field[]
}

/** A connection's form, made of its source's schema. Without JavaScript it is submitted as it is. */
export function SourceForm({ kind, known, suggestedName, schedule, fields }: Props) {
  const { state, busy, form } = useKeptForm(submitSource, EMPTY)
  const { problems, values, answer } = state
  const typed = (name: string, otherwise: string) => values[name] ?? otherwise
  const hidden = fields.filter(({ more }) => more).map(({ name }) => name)
  const hasProblem = Object.keys(problems).some(
    (name) => name === 'schedule' || hidden.includes(name.split('.')[0] ?? ''),
  )
  const shown = (more: boolean) =>
    fields
      .filter((field) => field.more === more)
      .map((field) => <FieldInput key={field.name} field={field} values={values} problems={problems} />)
  return (
    <form {...form} className={controls.form}>
      <input type="hidden" name="kind" value={kind} />
      {known !== null && <input type="hidden" name="known" value={known} />}
      <Refused problems={problems} />
      {known === null && (
        <Labelled
          name="name"
          title="Name"
          description="What you call it here; it cannot be changed later."
          problem={problems.name}
        >
          <input name="name" defaultValue={typed('name', suggestedName)} required maxLength={100} autoComplete="off" />
        </Labelled>
      )}
      {shown(false)}
      <details className={controls.more} open={known !== null || hasProblem || undefined}>
        <summary>More settings</summary>
        {shown(true)}
        <Labelled
          name="schedule"
          title="Schedule"
          description="When it is collected, as cron writes it: 0 * * * * is every full hour. Every ten minutes unless given."
          problem={problems.schedule}
        >
          <input
            name="schedule"
            defaultValue={typed('schedule', schedule)}
            placeholder="*/10 * * * *"
            autoComplete="off"
          />
        </Labelled>
      </details>
      <div className={controls.row}>
        <button type="submit" name="do" value="save" className={`${controls.button} ${controls.main}`} disabled={busy}>
          {known === null ? 'Add and collect' : 'Save and collect'}
        </button>
        <button type="submit" name="do" value="test" className={controls.button} disabled={busy}>
          Test connection
        </button>
      </div>
      <div role="status" className={controls.answer}>
        {busy ? <p className="quiet">Asking the source …</p> : answer && <AnswerOf answer={answer} />}
      </div>
    </form>
  )
}

function AnswerOf({ answer }: { answer: Answer }) {
  return (
    <>
      <h2>{answer.ok ? 'It answers' : 'It cannot be collected'}</h2>
      <p>{answer.summary}</p>
      {answer.hint && <p>{answer.hint}</p>}
      {answer.warnings.map((warning) => (
        <p key={warning} className={controls.wrong}>
          {warning}
        </p>
      ))}
      {answer.volume && <p>{answer.volume}</p>}
      {answer.sees && answer.sees.total > 0 && (
        <details>
          <summary>
            {answer.sees.total === 1 ? 'It sees one repository' : `It sees ${answer.sees.total} repositories`}
          </summary>
          <ul>
            {answer.sees.titles.map((title) => (
              <li key={title}>
                <bdi>{title}</bdi>
              </li>
            ))}
            {answer.sees.total > answer.sees.titles.length && (
              <li className="quiet">and {answer.sees.total - answer.sees.titles.length} more</li>
            )}
          </ul>
        </details>
      )}
    </>
  )
}
