'use client'

import type { FieldName, Problems, Values } from '../../lib/insights/report/subscription-form'
import controls from '../_ui/controls.module.css'
import { Refused, useKeptForm } from '../_ui/kept-form'
import { KeptTextarea } from '../_ui/kept-textarea'
import { Labelled } from '../_ui/labelled'
import { submitSubscription } from './actions'
import { UNTOUCHED } from './form-state'
import styles from './reports.module.css'

export type Option = { value: string; words: string }
export type Options = {
  teams: string[]
  services: string[]
  weekdays: Option[]
  monthDays: Option[]
  hours: Option[]
  zones: string[]
}

type Props = {
  /** Of the subscription that is changed; '' for a new one. */
  id: string
  values: Values
  options: Options
  /** Whether a webhook's address is stored, which is not shown. */
  hasAddress: boolean
  cancel: string
}

/** One subscription. Without JavaScript it is submitted as it is. */
export function SubscriptionForm({ id, values: given, options, hasAddress, cancel }: Props) {
  const { state, busy, form } = useKeptForm(submitSubscription, UNTOUCHED)
  const { problems } = state
  const values = state.values ?? given
  return (
    <form {...form} className={`${controls.form} ${styles.form}`}>
      <input type="hidden" name="id" value={id} />
      <Refused problems={problems} />
      <Labelled name="name" title="Name" description="What it is called here." problem={problems.name}>
        <input name="name" required maxLength={120} autoComplete="off" defaultValue={values.name} />
      </Labelled>
      <About values={values} problems={problems} options={options} />
      <fieldset className={styles.fields}>
        <legend>When</legend>
        <Choice name="every" title="How often" {...{ values, problems }} options={EVERY} />
        <Choice
          name="weekday"
          title="Day of the week"
          {...{ values, problems }}
          options={options.weekdays}
          className={styles.ofWeek}
        />
        <Choice
          name="monthDay"
          title="Day of the month"
          {...{ values, problems }}
          options={options.monthDays}
          className={styles.ofMonth}
        />
        <Choice name="hour" title="Hour" {...{ values, problems }} options={options.hours} />
        <div className={styles.whole}>
          <Labelled name="timeZone" title="Time zone" description="Of whoever reads it." problem={problems.timeZone}>
            <input name="timeZone" list="zones" required autoComplete="off" defaultValue={values.timeZone} />
          </Labelled>
        </div>
        <datalist id="zones">
          {options.zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </fieldset>
      <fieldset className={styles.fields}>
        <legend>How</legend>
        <div className={styles.whole}>
          <Choice name="channel" title="Sent" {...{ values, problems }} options={CHANNELS} />
        </div>
        <div className={`${styles.whole} ${styles.ofMail}`}>
          <Labelled
            name="recipients"
            title="Recipients"
            description="One address a line. Each gets a mail of its own, and sees nobody else."
            problem={problems.recipients}
          >
            <KeptTextarea
              name="recipients"
              rows={5}
              autoComplete="off"
              spellCheck={false}
              defaultValue={values.recipients}
            />
          </Labelled>
        </div>
        <div className={`${styles.whole} ${styles.ofHook}`}>
          <Labelled
            name="url"
            title="Address of the webhook"
            description={`Whoever knows it can write there, so it is kept sealed and not shown again; or a variable, \${NAME}.${hasAddress ? ' Empty: the one that is there stays.' : ''}`}
            problem={problems.url}
          >
            <input name="url" type="url" autoComplete="off" spellCheck={false} defaultValue={values.url} />
          </Labelled>
        </div>
      </fieldset>
      <Labelled
        name="waitHours"
        title="Hours to wait"
        description="While a source is behind, the report waits so long, 48 at most; then it goes out and says what is missing."
        problem={problems.waitHours}
      >
        <input name="waitHours" inputMode="numeric" required defaultValue={values.waitHours} />
      </Labelled>
      <div className={controls.row}>
        <button type="submit" className={`${controls.button} ${controls.main}`} disabled={busy}>
          {id === '' ? 'Add it' : 'Save'}
        </button>
        <a href={cancel} className={controls.button}>
          Cancel
        </a>
      </div>
    </form>
  )
}

const EVERY: Option[] = [
  { value: 'week', words: 'Every week' },
  { value: 'day', words: 'Every day' },
  { value: 'month', words: 'Every month' },
]
const CHANNELS: Option[] = [
  { value: 'email', words: 'By mail' },
  { value: 'slack', words: 'To a Slack-compatible webhook' },
  { value: 'markdown', words: 'As Markdown to a webhook' },
]

type PartProps = { values: Values; problems: Problems }

function About({ values, problems, options: { teams, services } }: PartProps & { options: Options }) {
  return (
    <div className={styles.fields}>
      <div className={styles.whole}>
        <Labelled name="about" title="About" description={null} problem={problems.about}>
          {/* NOTE: its key, because React keeps a select's first choice when an answer without script brings another. */}
          <select key={values.about} name="about" defaultValue={values.about}>
            <option value="organisation">All services</option>
            {teams.length > 0 && (
              <optgroup label="A team">
                {teams.map((team) => (
                  <option key={team} value={`team:${team}`}>
                    {team}
                  </option>
                ))}
              </optgroup>
            )}
            <option value="services">A group of services, named below</option>
            <optgroup label="A service">
              {services.map((service) => (
                <option key={service} value={`service:${service}`}>
                  {service}
                </option>
              ))}
            </optgroup>
          </select>
        </Labelled>
      </div>
      <div className={`${styles.whole} ${styles.ofGroup}`}>
        <Labelled name="services" title="Services" description="One a line, by its name." problem={problems.services}>
          <KeptTextarea name="services" rows={4} autoComplete="off" spellCheck={false} defaultValue={values.services} />
        </Labelled>
      </div>
    </div>
  )
}

type ChoiceProps = PartProps & { name: FieldName; title: string; options: Option[]; className?: string | undefined }

function Choice({ name, title, values, problems, options, className }: ChoiceProps) {
  return (
    <div className={className}>
      <Labelled name={name} title={title} description={null} problem={problems[name]}>
        <select key={values[name]} name={name} defaultValue={values[name]}>
          {options.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </Labelled>
    </div>
  )
}
