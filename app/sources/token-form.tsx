'use client'

import { useActionState } from 'react'
import controls from '../_ui/controls.module.css'
import { addToken } from './actions'
import styles from './sources.module.css'

/** Makes a token and shows it, this once. */
export function TokenForm() {
  const [state, submit, busy] = useActionState(addToken, { token: null, problem: null })
  return (
    <form action={submit}>
      <div className={controls.field}>
        <label htmlFor="token-name">New token</label>
        <div className={controls.row}>
          <input
            id="token-name"
            name="name"
            placeholder="ci"
            maxLength={100}
            autoComplete="off"
            style={{ width: 240 }}
            aria-describedby="token-about"
          />
          <button type="submit" className={controls.button} disabled={busy}>
            Make token
          </button>
        </div>
        <small id="token-about">Named after what sends with it: the source of its records.</small>
      </div>
      {state.problem && (
        <p role="alert" className={controls.wrong}>
          {state.problem}
        </p>
      )}
      {state.token && (
        <p role="status">
          This token is shown once. Keep it where your pipeline keeps its secrets.
          <code className={styles.token}>{state.token}</code>
        </p>
      )}
    </form>
  )
}
