'use client'

import { type FormEvent, startTransition, useActionState } from 'react'
import controls from './controls.module.css'

/**
 * A form of one action, whose answer stands beside what was typed. Without JavaScript it is submitted as it is.
 * NOTE: submitted by hand, because React empties a form after its action, secrets too, which must not be sent back.
 */
export function useKeptForm<State>(
  action: (before: Awaited<State>, form: FormData) => State | Promise<State>,
  untouched: Awaited<State>,
) {
  const [state, submit, busy] = useActionState<State, FormData>(action, untouched)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    const form = new FormData(event.currentTarget, submitter)
    startTransition(() => submit(form))
  }
  return { state, busy, form: { action: submit, onSubmit, noValidate: true } }
}

/** What is wrong with the whole, under the name '', or how many fields are not right. */
export function Refused({ problems }: { problems: Record<string, string | undefined> }) {
  const count = Object.keys(problems).length
  if (count === 0) return null
  return (
    <p role="alert" className={controls.wrong}>
      {problems[''] ?? `${count === 1 ? 'One field is' : `${count} fields are`} not right yet.`}
    </p>
  )
}
