'use client'

import { DAYS, KINDS, LONGEST, type Values } from '../../lib/insights/annotation-form'
import controls from '../_ui/controls.module.css'
import { Refused, useKeptForm } from '../_ui/kept-form'
import { KeptTextarea } from '../_ui/kept-textarea'
import { Labelled } from '../_ui/labelled'
import { submitAnnotation } from './actions'
import styles from './annotations.module.css'
import { UNTOUCHED } from './form-state'

type Props = {
  id: string
  /** The version that is changed; '' for a new one. */
  seen: string
  values: Values
  /** Query string that the page keeps. */
  kept: string
  teams: string[]
  services: string[]
  /** Whom it is about already, where nobody of that name is known any more. */
  gone: string | null
  cancel: string | null
}

/** One annotation. Without JavaScript it is submitted as it is. */
export function AnnotationForm({ id, seen, values: given, kept, teams, services, gone, cancel }: Props) {
  const { state, busy, form } = useKeptForm(submitAnnotation, UNTOUCHED)
  const { problems } = state
  const values = state.values ?? given
  const day = { type: 'date', min: DAYS.first, max: DAYS.last } as const
  return (
    <form {...form} className={styles.form}>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="seen" value={seen} />
      <input type="hidden" name="kept" value={kept} />
      <Refused problems={problems} />
      <Labelled name="text" title="What happened" description={null} problem={problems.text}>
        <KeptTextarea name="text" rows={2} maxLength={LONGEST.text} required defaultValue={values.text} />
      </Labelled>
      <div className={styles.fields}>
        <Labelled name="from" title="First day" description={null} problem={problems.from}>
          <input name="from" {...day} required defaultValue={values.from} />
        </Labelled>
        <Labelled name="until" title="Last day" description="Empty: that one day." problem={problems.until}>
          <input name="until" {...day} defaultValue={values.until} />
        </Labelled>
        <Labelled name="about" title="About" description="Drawn on their trends." problem={problems.about}>
          {/* NOTE: its key, because React keeps a select's first choice when an answer without script brings another. */}
          <select key={values.about} name="about" defaultValue={values.about}>
            <option value="">Everybody</option>
            {gone !== null && <option value={gone}>{gone.slice(gone.indexOf(':') + 1)} (not measured any more)</option>}
            {teams.length > 0 && (
              <optgroup label="A team">
                {teams.map((team) => (
                  <option key={team} value={`team:${team}`}>
                    {team}
                  </option>
                ))}
              </optgroup>
            )}
            <optgroup label="A service">
              {services.map((service) => (
                <option key={service} value={`service:${service}`}>
                  {service}
                </option>
              ))}
            </optgroup>
          </select>
        </Labelled>
        <Labelled name="kind" title="Kind" description="Optional, one word." problem={problems.kind}>
          <input name="kind" maxLength={LONGEST.kind} list="kinds" autoComplete="off" defaultValue={values.kind} />
        </Labelled>
      </div>
      <datalist id="kinds">
        {KINDS.map((kind) => (
          <option key={kind} value={kind} />
        ))}
      </datalist>
      <div className={controls.row}>
        <button type="submit" className={`${controls.button} ${controls.main}`} disabled={busy}>
          {seen === '' ? 'Note it' : 'Save'}
        </button>
        {cancel !== null && (
          <a href={cancel} className={controls.button}>
            Cancel
          </a>
        )}
      </div>
    </form>
  )
}
