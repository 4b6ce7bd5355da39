import type { FactName } from '../../../../../../lib/facts/fact-key'
import { LONGEST_REASON, type Word } from '../../../../../../lib/insights/correct'
import controls from '../../../../../_ui/controls.module.css'
import { sayWord } from './actions'
import styles from './deployment.module.css'

/** What every word is about, and what had been said when the page was made. */
export type Common = { slug: string; deployment: FactName; seen: string }

type Props = Common & {
  says: { word: Word; name: string }[]
  typed?: { reason: string; incident: string }
  /** The incident that the word is about. */
  target?: { source: string; id: string; title: string }
  /** Incidents to choose from, by their ids. */
  choose?: { id: string; title: string }[]
}

export function Hidden({ slug, deployment, seen }: Common) {
  return (
    <>
      <input type="hidden" name="service" value={slug} />
      <input type="hidden" name="source" value={deployment.source} />
      <input type="hidden" name="id" value={deployment.id} />
      <input type="hidden" name="seen" value={seen} />
    </>
  )
}

/** One word with its reason. An ordinary form: what came of it is in the address of the page that follows. */
export function WordForm({ says, typed, target, choose, ...common }: Props) {
  const suffix = target ? `-${target.source}-${target.id}` : choose ? '-link' : ''
  const [first] = says
  return (
    <form action={sayWord} className={styles.word}>
      <Hidden {...common} />
      {target && (
        <>
          <input type="hidden" name="target" value={target.id} />
          <input type="hidden" name="target-source" value={target.source} />
          <p>
            <bdi className="number">{target.id}</bdi> <bdi>{target.title}</bdi>
          </p>
        </>
      )}
      {choose && (
        <div className={controls.field}>
          <label htmlFor="incident-to-link">Incident</label>
          <input
            id="incident-to-link"
            name="target"
            required
            maxLength={512}
            list="incidents-near"
            autoComplete="off"
            defaultValue={typed?.incident}
            aria-describedby="incident-about"
          />
          <small id="incident-about">
            Its id. A link that a person adds takes the place of those that rules found.
          </small>
          <datalist id="incidents-near">
            {choose.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </datalist>
        </div>
      )}
      <div className={controls.field}>
        <label htmlFor={`reason${suffix}`}>Reason</label>
        <input
          id={`reason${suffix}`}
          name="reason"
          maxLength={LONGEST_REASON}
          required={first?.word === 'add'}
          autoComplete="off"
          defaultValue={choose ? undefined : typed?.reason}
        />
        {!target && !choose && (
          <small>
            {first?.word === 'add' ? 'Kept with the word and shown below.' : 'If there is one: kept and shown below.'}
          </small>
        )}
      </div>
      <div className={controls.row}>
        {says.map(({ word, name }) => (
          <button key={word} type="submit" name="do" value={word} className={controls.button}>
            {name}
          </button>
        ))}
      </div>
    </form>
  )
}
