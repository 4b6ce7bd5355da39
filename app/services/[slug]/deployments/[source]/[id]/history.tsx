import type { FailureKind } from '../../../../../../lib/facts/deployment'
import type { Word } from '../../../../../../lib/insights/correct'
import { failureWords } from '../../../../../../lib/insights/rule-words'
import type { Said } from '../../../../../../lib/store/corrections'
import controls from '../../../../../_ui/controls.module.css'
import table from '../../../../../_ui/table.module.css'
import { When } from '../../../../../_ui/when'
import type { Frame } from '../../../frame'
import { sayWord } from './actions'
import styles from './deployment.module.css'
import { type Common, Hidden } from './word-form'

type Props = { said: Said[]; common: Common; mayChange: boolean; frame: Frame }

/** Every word with its day, the newest first; one that stands can be taken back, one that was taken back said again. */
export function History({ said, common, mayChange, frame }: Props) {
  const standing = new Set(said.filter(({ takenBackAt }) => takenBackAt === null).map(nameOf))
  if (said.length === 0) return <p className="quiet">Nobody said anything of it so far.</p>
  return (
    <table className={`${table.table} ${styles.history}`}>
      <caption>Everything that was said of it, the newest first.</caption>
      <thead>
        <tr>
          <th scope="col">Said</th>
          <th scope="col">What</th>
          <th scope="col" className={table.wide}>
            Why
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {said.map((word, at) => (
          <tr key={`${nameOf(word)} ${word.takenBackAt}`}>
            <th scope="row" className={table.fit}>
              <When at={word.at} zone={frame.zone} now={frame.now} />
            </th>
            <td>
              {whatOf(word)}
              {word.reason !== null && struckRule(word) === null && (
                <span className={table.narrow}>
                  <bdi>{word.reason}</bdi>
                </span>
              )}
            </td>
            <td className={table.wide}>
              {word.reason === null || struckRule(word) !== null ? (
                <span className="quiet">no reason given</span>
              ) : (
                <bdi>{word.reason}</bdi>
              )}
            </td>
            <td>
              {word.takenBackAt === null ? (
                mayChange ? (
                  <Button common={common} word={word} does="take-back" name="Take back" />
                ) : (
                  'stands'
                )
              ) : (
                <>
                  <span className="quiet">
                    taken back <When at={word.takenBackAt} zone={frame.zone} now={frame.now} />
                  </span>{' '}
                  {mayChange && !standing.has(nameOf(word)) && isLatest(said, at) && (
                    <Button common={common} word={word} does="again" name="Say it again" />
                  )}
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const RULES = ['incident', 'rollback', 'revert', 'hotfix'] as const satisfies FailureKind[]

const nameOf = ({ source, id }: Said) => JSON.stringify([source, id])

/** Of a word that was said and taken back several times, the last time. */
function isLatest(said: Said[], at: number): boolean {
  const name = nameOf(said[at] as Said) // sound: a place in the list
  return said.findIndex((word) => nameOf(word) === name) === at
}

function whatOf(word: Said): React.ReactNode {
  const { says, incident, deployment } = word
  const rule = struckRule(word)
  if (rule !== null)
    return <>This reason does not hold: {failureWords({ kind: rule, confidence: 'inferred', evidence: [] })}</>
  if (incident === null) return { confirm: 'It failed: confirmed', add: 'It failed', strike: 'It did not fail' }[says]
  const words = { confirm: 'caused by this: confirmed', add: 'caused by this', strike: 'not caused by this' }[says]
  return (
    <>
      Incident <bdi>{incident}</bdi> {deployment === null && says === 'strike' ? 'caused by no deployment' : words}
    </>
  )
}

/** The rule whose reason alone was struck: its name stands in the place of a person's reason. */
function struckRule({ says, incident, reason }: Said): FailureKind | null {
  return says === 'strike' && incident === null ? (RULES.find((rule) => rule === reason) ?? null) : null
}

function Button({ common, word, does, name }: { common: Common; word: Said; does: Word; name: string }) {
  return (
    <form action={sayWord} className={styles.inline}>
      <Hidden {...common} />
      <input type="hidden" name="target" value={word.id} />
      <input type="hidden" name="target-source" value={word.source} />
      <button type="submit" name="do" value={does} className={controls.button}>
        {name}
      </button>
    </form>
  )
}
