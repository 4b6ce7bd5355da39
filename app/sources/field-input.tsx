import type { ComponentProps } from 'react'
import controls from '../_ui/controls.module.css'
import { KeptTextarea } from '../_ui/kept-textarea'
import { Labelled } from '../_ui/labelled'
import type { Field } from './fields'

type Props = { field: Field; values: Record<string, string>; problems: Record<string, string> }

export function FieldInput({ field, values, problems }: Props) {
  const { name, title, description } = field
  if (field.kind === 'group') {
    return (
      <fieldset className={controls.group}>
        <legend>{title}</legend>
        {description && <small>{description}</small>}
        {problems[name] && <span className={controls.wrong}>{problems[name]}</span>}
        {field.fields.map((inner) => (
          <FieldInput key={inner.name} field={inner} values={values} problems={problems} />
        ))}
      </fieldset>
    )
  }
  if (field.kind === 'rows') return <Rows field={field} values={values} problem={problems[name]} />
  if (field.kind === 'flag') {
    const checked = Object.keys(values).length > 0 ? name in values : field.value
    return (
      <label className={controls.flag}>
        <input type="checkbox" name={name} defaultChecked={checked} />
        <span>
          {title}
          {description && <small className="quiet"> {description}</small>}
        </span>
      </label>
    )
  }
  return (
    <Labelled
      name={name}
      title={title}
      description={field.kind === 'list' ? [description, ONE_A_LINE].filter(Boolean).join(' ') : description}
      problem={problems[name]}
    >
      {control(field, values[name])}
    </Labelled>
  )
}

const EMPTY_ROWS = 2
const ONE_A_LINE = 'One a line.'

type RowsProps = { field: Extract<Field, { kind: 'rows' }>; values: Props['values']; problem: string | undefined }

function Rows({ field, values, problem }: RowsProps) {
  const { name, title, description, columns, rows } = field
  return (
    <fieldset className={controls.group}>
      <legend>{title}</legend>
      {description && <small>{description}</small>}
      {problem && (
        <span className={controls.wrong}>
          {title} {problem}.
        </span>
      )}
      {Array.from({ length: rows.length + EMPTY_ROWS }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <div key={at} className={`${controls.field} ${controls.pair}`}>
          {columns.map(({ key, title: column }) => {
            const input = `${name}.${at}.${key}`
            return (
              <input
                key={key}
                name={input}
                aria-label={`${column}, row ${at + 1}`}
                placeholder={column}
                defaultValue={values[input] ?? rows[at]?.[key] ?? ''}
                autoComplete="off"
              />
            )
          })}
        </div>
      ))}
    </fieldset>
  )
}

function control(
  field: Exclude<Field, { kind: 'group' | 'flag' | 'rows' }>,
  typed: string | undefined,
): ComponentProps<typeof Labelled>['children'] {
  const { name, required } = field
  switch (field.kind) {
    case 'secret': {
      const placeholder = field.stored ? 'Stored. Leave empty to keep it.' : undefined
      if (field.multiline)
        return <textarea name={name} placeholder={placeholder} spellCheck={false} autoComplete="off" />
      return <input type="password" name={name} placeholder={placeholder} autoComplete="off" />
    }
    case 'list':
      return <KeptTextarea name={name} defaultValue={typed ?? field.value.join('\n')} spellCheck={false} />
    case 'choice':
      return (
        <select name={name} defaultValue={typed ?? field.value}>
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )
    case 'date':
      return <input type="date" name={name} defaultValue={typed ?? field.value} />
    default:
      return (
        <input
          name={name}
          defaultValue={typed ?? field.value}
          required={required}
          spellCheck={false}
          autoComplete="off"
        />
      )
  }
}
