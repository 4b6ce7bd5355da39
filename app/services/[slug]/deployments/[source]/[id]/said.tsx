import { permit } from '../../../../../../lib/auth/permit'
import { ANSWERS, type Answer, LONGEST_REASON } from '../../../../../../lib/insights/correct'
import type { CountedPage } from '../../../../../../lib/insights/deployment-page'
import { loadSaid, versionOf } from '../../../../../../lib/store/corrections'
import { demoDay } from '../../../../../../lib/store/demo'
import { loadIncidentsNear } from '../../../../../../lib/store/incidents-near'
import controls from '../../../../../_ui/controls.module.css'
import { one } from '../../../../../_ui/query'
import type { Frame } from '../../../frame'
import page from '../../../page.module.css'
import styles from './deployment.module.css'
import { History } from './history'
import { ReasonForm } from './reason-form'
import { WordForm } from './word-form'

type Props = { page: CountedPage; service: string; slug: string; frame: Frame }

const DONE: Record<string, string> = {
  saved: 'Kept. The figures follow.',
  'taken-back': 'Taken back. The figures are as they would be without it.',
}
const REFUSED: Record<Exclude<Answer, 'saved' | 'taken-back'> | 'not-here', string> = {
  demo: 'Nothing was changed: the outcomes of a demonstration cannot be corrected.',
  gone: 'Nothing was changed: what this was about is not there any more.',
  meanwhile: 'Nothing was changed, because something else was said meanwhile. Look at it below, then say it again.',
  'no-incident': 'Nothing was changed: no incident has this id.',
  'several-incidents': 'Nothing was changed: several sources have an incident of this id.',
  long: `Nothing was changed: the reason is longer than ${LONGEST_REASON} characters.`,
  'not-here': 'Nothing was changed: this may not be done here.',
}

/** What people say of this deployment, how to say more, and everything that was ever said. */
export async function SaidOf({ page: found, service, slug, frame }: Props) {
  const { row, about, incidents } = found
  const [said, day, may, near] = await Promise.all([
    loadSaid(about),
    demoDay(),
    permit('correct-outcomes'),
    loadIncidentsNear(service, row.finishedAt),
  ])
  const common = { slug, deployment: { source: row.source, id: row.id }, seen: versionOf(said) }
  const answer = one(frame.query, 'said')
  const typed = { reason: one(frame.query, 'reason') ?? '', incident: one(frame.query, 'incident') ?? '' }
  const linked = incidents.flatMap(({ incident, link }) => (link === null ? [] : [{ incident, link }]))
  // Of a single one the word on the failure says the same.
  const byRules = row.reasons.filter(({ kind }) => kind !== 'correction')
  const isLinked = new Set(linked.map(({ incident }) => incident.id))
  return (
    <section className={page.section} aria-labelledby="said">
      <h2 id="said">What people say</h2>
      <p className="quiet">
        A person’s word wins over every rule and over every source, is kept when records are collected again, and can be
        taken back.
      </p>
      <Told answer={answer} />
      {day !== null || !may ? (
        <p>
          {day === null
            ? 'Outcomes may not be corrected here.'
            : 'This is a demonstration: its outcomes cannot be corrected.'}
        </p>
      ) : (
        <div className={styles.words}>
          <section aria-label="The outcome">
            <h3>The outcome</h3>
            <WordForm
              {...common}
              typed={typed}
              says={
                row.failed
                  ? [
                      { word: 'strike', name: 'This did not fail' },
                      { word: 'confirm', name: 'Confirm this failure' },
                    ]
                  : [{ word: 'add', name: 'This failed' }]
              }
            />
            {byRules.length > 1 &&
              byRules.map((reason) => <ReasonForm key={reason.kind} {...common} reason={reason} />)}
          </section>
          <section aria-label="Its incidents">
            <h3>Its incidents</h3>
            {linked.map(({ incident, link }) => (
              <WordForm
                key={`${incident.source} ${incident.id}`}
                {...common}
                target={{ source: incident.source, id: incident.id, title: incident.title }}
                says={[
                  { word: 'strike-link', name: 'It did not cause this' },
                  ...(link === 'inferred' ? [{ word: 'confirm-link', name: 'It caused this' } as const] : []),
                ]}
              />
            ))}
            <WordForm
              {...common}
              typed={typed}
              choose={near.filter(({ id }) => !isLinked.has(id))}
              says={[{ word: 'link', name: 'Link this incident' }]}
            />
          </section>
        </div>
      )}
      <History said={said} common={common} mayChange={day === null && may} frame={frame} />
    </section>
  )
}

function Told({ answer }: { answer: string | undefined }) {
  if (answer === undefined) return null
  if (Object.hasOwn(DONE, answer))
    return (
      <p role="status" className={styles.told}>
        {DONE[answer]}
      </p>
    )
  const known = answer === 'not-here' || ANSWERS.some((word) => word === answer)
  if (!known) return null
  return (
    <p role="alert" className={`${styles.told} ${controls.wrong}`}>
      {REFUSED[answer as keyof typeof REFUSED]}
    </p>
  )
}
