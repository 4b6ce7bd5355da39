'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, startTransition, useActionState, useEffect, useRef, useState, useTransition } from 'react'
import controls from '../../../_ui/controls.module.css'
import { KeptTextarea } from '../../../_ui/kept-textarea'
import { Labelled } from '../../../_ui/labelled'
import { submitRule } from './actions'
import { UNTOUCHED } from './form-state'
import styles from './rule.module.css'
import type { Problems, Values } from './values'

type Props = {
  slug: string
  /** Parameters of the window in which the page was opened. */
  window: [string, string][]
  /** Where previews are. */
  path: string
  values: Values
  /** What is wrong with what the preview was asked for. */
  problems: Problems
  kinds: { kind: string; title: string; pattern: string }[]
  teams: string[]
  /** Nobody configured the service yet: saving gives it a name. */
  isNew: boolean
  canSave: boolean
}

const MORE = ['production', 'paths', 'team'] as const
const PAUSE_MS = 400
const LONGEST_ADDRESS = 8000

/** The rule's form. The preview beside it follows typing; without JavaScript the button asks for it. */
export function RuleForm({ slug, window, path, values: given, problems: asked, kinds, teams, isNew, canSave }: Props) {
  const router = useRouter()
  const [state, submit, busy] = useActionState(submitRule, UNTOUCHED)
  const [isLooking, look] = useTransition()
  const [isEdited, setEdited] = useState(false)
  const [from, setFrom] = useState(given.from)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const values = state.values ?? given
  // What came back from saving is about what was saved; what is typed since is judged by the preview.
  const problems: Problems = isEdited ? asked : { ...asked, ...state.problems }

  function follow(form: HTMLFormElement) {
    const query = new URLSearchParams()
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string' && name !== 'service' && !name.startsWith('$')) query.set(name, value)
    const address = `${path}?${query}`
    if (address.length <= LONGEST_ADDRESS) look(() => router.replace(address, { scroll: false }))
  }
  function onInput(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget
    setEdited(true)
    setFrom(String(new FormData(form).get('rule')))
    clearTimeout(timer.current)
    timer.current = setTimeout(() => follow(form), PAUSE_MS)
  }
  // NOTE: submitted by hand, because React empties a form after its action.
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    clearTimeout(timer.current)
    const { submitter } = event.nativeEvent as SubmitEvent
    if (submitter?.getAttribute('value') === 'preview') return follow(event.currentTarget)
    const form = new FormData(event.currentTarget, submitter)
    setEdited(false)
    startTransition(() => submit(form))
  }

  const isMoreOpen = MORE.some((name) => given[name] !== '' || problems[name] !== undefined)
  const field = (name: keyof Values, title: string, description: string | null) => ({
    name,
    title,
    description,
    problem: problems[name],
  })
  const text = (name: keyof Values, maxLength: number) => ({
    name,
    maxLength,
    defaultValue: values[name],
    spellCheck: false,
    autoComplete: 'off',
  })
  return (
    <form
      action={submit}
      onSubmit={onSubmit}
      onInput={onInput}
      className={`${controls.form} ${styles.form}`}
      noValidate
    >
      <input type="hidden" name="service" value={slug} />
      {window.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {problems[''] && (
        <p role="alert" className={controls.wrong}>
          {problems['']}
        </p>
      )}
      <Labelled {...field('from', 'Counted are', null)}>
        <select name="rule" defaultValue={values.from}>
          {kinds.map(({ kind, title }) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled
        {...field(
          'match',
          'Pattern',
          `A regular expression (RE2), found anywhere, whatever the case. ${kinds.find(({ kind }) => kind === from)?.pattern ?? ''}`,
        )}
      >
        <input {...text('match', 1000)} className={styles.code} />
      </Labelled>
      <Labelled
        {...field(
          'environment',
          'Environment',
          'Of deployment records only those of this environment; anything else is taken to go there (production unless given).',
        )}
      >
        <input {...text('environment', 512)} />
      </Labelled>
      {isNew ? (
        <Labelled
          {...field('name', 'Name of the service', 'Nobody configured it yet; it cannot be changed here later.')}
        >
          <input {...text('name', 512)} required />
        </Labelled>
      ) : (
        <input type="hidden" name="name" value={given.name} />
      )}
      <details className={styles.more} open={isMoreOpen}>
        <summary>Production environments, paths, team</summary>
        <div className={controls.form}>
          <Labelled
            {...field(
              'production',
              'Production environments',
              'Patterns, one a line. Unless given, what the source calls production, else prod or production.',
            )}
          >
            <KeptTextarea {...text('production', 2000)} rows={2} className={styles.code} />
          </Labelled>
          <Labelled
            {...field(
              'paths',
              'Paths',
              'Of a repository with several services: globs such as shop/**, one a line. A deployment of the whole repository counts if it touches them.',
            )}
          >
            <KeptTextarea {...text('paths', 2000)} rows={2} className={styles.code} />
          </Labelled>
          <Labelled {...field('team', 'Team', null)}>
            <input {...text('team', 512)} list="teams" />
          </Labelled>
          <datalist id="teams">
            {teams.map((team) => (
              <option key={team} value={team} />
            ))}
          </datalist>
        </div>
      </details>
      <div className={controls.row}>
        {canSave && (
          <button
            type="submit"
            name="do"
            value="save"
            className={`${controls.button} ${controls.main}`}
            disabled={busy}
          >
            Save and measure anew
          </button>
        )}
        <button type="submit" name="do" value="preview" className={controls.button} disabled={busy}>
          Preview
        </button>
        <span role="status" className="quiet">
          {busy ? 'Measuring …' : isLooking ? 'Looking …' : ''}
        </span>
      </div>
    </form>
  )
}
