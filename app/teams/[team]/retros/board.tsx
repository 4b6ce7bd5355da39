import { NOTE_TITLES } from '../../../../lib/insights/retro-markdown'
import { countWords } from '../../../../lib/insights/service-figures'
import { MOST_VOTES, NOTE_KINDS, type RetroNote } from '../../../../lib/store/retro-board'
import controls from '../../../_ui/controls.module.css'
import { type About, AboutFields } from './about'
import { dropNote, vote } from './actions'
import { NoteForm } from './note-form'
import styles from './retro.module.css'

type Props = { notes: RetroNote[]; about: About; ticket: string }

/** Three lists of notes, those with the most votes first. Nobody is named. */
export function Board({ notes, about, ticket }: Props) {
  const left = MOST_VOTES - notes.filter(({ mine }) => mine).length
  return (
    <section id="board" className={styles.section} aria-labelledby="board-title">
      <h2 id="board-title">What we make of it</h2>
      {about.mayWrite && (
        <p className="quiet">
          Notes bear no names. This browser has {countWords(left, ['vote', 'votes'])} left of {MOST_VOTES}.
        </p>
      )}
      <div className={styles.board}>
        {NOTE_KINDS.map((kind) => {
          const own = notes.filter((note) => note.kind === kind)
          return (
            <section key={kind} aria-labelledby={`notes-${kind}`}>
              <h3 id={`notes-${kind}`}>{NOTE_TITLES[kind]}</h3>
              {own.length === 0 && <p className="quiet">Nothing yet.</p>}
              <ul>
                {own.map((note) => (
                  <Note key={note.id} note={note} about={about} ticket={ticket} left={left} />
                ))}
              </ul>
              {about.mayWrite && <NoteForm about={about} kind={kind} title={NOTE_TITLES[kind]} />}
            </section>
          )
        })}
      </div>
    </section>
  )
}

type NoteProps = { note: RetroNote; about: About; ticket: string; left: number }

function Note({ note, about, ticket, left }: NoteProps) {
  const { id, text, votes, mine } = note
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return (
    <li className={styles.note}>
      <p dir="auto">{text}</p>
      <div className={styles.noteFoot}>
        <span className="number">{countWords(votes, ['vote', 'votes'])}</span>
        {about.mayWrite && (mine || left > 0) && (
          <form action={vote}>
            <AboutFields about={about} />
            <input type="hidden" name="note" value={id} />
            <input type="hidden" name="ticket" value={ticket} />
            <input type="hidden" name="wanted" value={mine ? 'no' : 'yes'} />
            <button
              type="submit"
              className={controls.button}
              aria-label={`${mine ? 'Take the vote back from' : 'Vote for'} “${short}”`}
            >
              {mine ? 'Take back' : 'Vote'}
            </button>
          </form>
        )}
        {about.mayWrite && (
          <form action={dropNote}>
            <AboutFields about={about} />
            <input type="hidden" name="note" value={id} />
            <button type="submit" className={controls.button} aria-label={`Remove “${short}”`}>
              Remove
            </button>
          </form>
        )}
      </div>
    </li>
  )
}
