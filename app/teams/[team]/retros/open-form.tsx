'use client'

import { useActionState } from 'react'
import controls from '../../../_ui/controls.module.css'
import { openTeamRetro } from './actions'

type Props = { team: string; from: string; to: string; words: string }

export function OpenForm({ team, from, to, words }: Props) {
  const [{ problem }, submit, busy] = useActionState(openTeamRetro, { problem: null })
  return (
    <form action={submit}>
      <input type="hidden" name="team" value={team} />
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="to" value={to} />
      <button type="submit" className={`${controls.button} ${controls.main}`} disabled={busy}>
        Open the retro of {words}
      </button>
      {problem !== null && (
        <p role="alert" className={controls.wrong}>
          {problem}
        </p>
      )}
    </form>
  )
}
