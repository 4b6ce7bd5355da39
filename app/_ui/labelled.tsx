import { cloneElement, type ReactElement } from 'react'
import controls from './controls.module.css'

type Props = {
  name: string
  title: string
  description: string | null
  problem: string | undefined
  children: ReactElement<Record<string, unknown>>
}

/** A control with its label, what it is for, and what is wrong with it. */
export function Labelled({ name, title, description, problem, children }: Props) {
  const id = `field-${name}`
  const about = [description && `${id}-about`, problem && `${id}-problem`].filter(Boolean).join(' ')
  return (
    <div className={controls.field}>
      <label htmlFor={id}>{title}</label>
      {cloneElement(children, {
        id,
        'aria-describedby': about || undefined,
        'aria-invalid': problem ? true : undefined,
      })}
      {description && <small id={`${id}-about`}>{description}</small>}
      {problem && (
        <span id={`${id}-problem`} className={controls.wrong}>
          {title} {problem}.
        </span>
      )}
    </div>
  )
}
