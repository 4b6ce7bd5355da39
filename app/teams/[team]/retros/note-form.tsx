'use client'

import { useActionState } from 'react'
import controls from '../../../_ui/controls.module.css'
import { KeptTextarea } from '../../../_ui/kept-textarea'
import { type About, AboutFields } from './about'
import { submitNote } from './actions'

type Props = { about: About; kind: string; title: string }

export function NoteForm({ about, kind, title }: Props) {
  const [{ problem, text, added }, submit, busy] = useActionState(submitNote, { problem: null, text: '', added: 0 })
  const id = `note-${kind}`
  return (
    <form action={submit} className={controls.field}>
      <AboutFields about={about} />
      <input type="hidden" name="kind" value={kind} />
      <label htmlFor={id} className="visually-hidden">
        A note on: {title}
      </label>
      <KeptTextarea
        id={id}
        name="text"
        key={`${added} ${text}`}
        defaultValue={text}
        rows={3}
        required
        aria-invalid={problem !== null || undefined}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
      />
      {problem !== null && (
        <p role="alert" id={`${id}-problem`} className={controls.wrong}>
          {problem}
        </p>
      )}
      <div>
        <button type="submit" className={controls.button} disabled={busy}>
          Add the note<span className="visually-hidden"> to: {title}</span>
        </button>
      </div>
    </form>
  )
}
