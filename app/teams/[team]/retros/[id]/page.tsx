import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../../lib/auth/permit'
import { readPack } from '../../../../../lib/insights/retro-pack'
import { daysWords } from '../../../../../lib/insights/retro-words'
import { demoDay } from '../../../../../lib/store/demo'
import { loadActions, loadNotes } from '../../../../../lib/store/retro-board'
import { findRetro } from '../../../../../lib/store/retros'
import { dayKey } from '../../../../../lib/time'
import { Notice } from '../../../../_ui/notice'
import { When } from '../../../../_ui/when'
import { Refresh } from '../../../../sources/refresh'
import { findRetroTeam } from '../../find-team'
import { Actions } from '../actions-section'
import { retroPath, retrosPath } from '../address'
import { Board } from '../board'
import { Closing } from '../closing'
import { defaultsOf } from '../defaults-of'
import { Pack } from '../pack/pack'
import styles from '../retro.module.css'
import { TeamMissing } from '../team-missing'
import { currentTicket, newTicket } from '../ticket'

type Props = { params: Promise<{ team: string; id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { team: segment, id } = await params
  const team = await findRetroTeam(segment)
  const retro = team && (await findRetro(team.name, id))
  return { title: retro ? `Retro of ${team.name}, ${daysWords(retro)}` : 'No such retro' }
}

/** One retro: its pack as it was when it was opened, and what the team makes of it. */
export default async function RetroRoute({ params }: Props) {
  if (!(await permit('read-service'))) notFound()
  const { team: segment, id } = await params
  const team = await findRetroTeam(segment)
  if (!team) return <TeamMissing />
  const retro = await findRetro(team.name, id)
  const pack = readPack(retro?.pack)
  if (!retro || !pack) return <NoRetro team={team.name} isOld={retro !== null} />
  const ticket = await currentTicket()
  const now = Date.now()
  const [notes, actions, defaults, demo] = await Promise.all([
    loadNotes(retro.id, ticket),
    loadActions(retro.id),
    defaultsOf(team.name, retro, dayKey(now, pack.zone)),
    demoDay(),
  ])
  const isOpen = retro.closedAt === null
  const about = { team: team.name, retro: retro.id, mayWrite: isOpen && demo === null }
  return (
    <article className={styles.retro}>
      <h1>
        Retro of <bdi>{pack.team}</bdi>, {daysWords(pack)}
      </h1>
      <p className="quiet">
        Opened <When at={retro.openedAt} zone={pack.zone} now={now} />
        {retro.closedAt === null ? (
          ', still open'
        ) : (
          <>
            , closed <When at={retro.closedAt} zone={pack.zone} now={now} />
          </>
        )}
        . Its figures are as they were when it was opened, in {pack.zone} time, by the definitions {pack.profile.name}{' '}
        {pack.profile.version}.
      </p>
      <p className={`${styles.row} screen-only`}>
        <a href="#board">Notes ({notes.length})</a>
        <a href="#actions">Actions ({actions.length})</a>
        <a href={`${retroPath(team.name, retro.id)}/export.md`}>Markdown</a>
        <a href={retrosPath(team.name)}>All retros of the team</a>
      </p>
      <Pack pack={pack} now={now} />
      <Board notes={notes} about={about} ticket={ticket ?? newTicket()} />
      <Actions actions={actions} about={about} defaults={defaults} />
      <Closing
        about={about}
        isOpen={isOpen}
        demo={demo !== null}
        isEmpty={notes.length + actions.length === 0}
        count={actions.length}
      />
      <Refresh busy={isOpen} />
    </article>
  )
}

function NoRetro({ team, isOld }: { team: string; isOld: boolean }) {
  return (
    <>
      <h1>{isOld ? 'This retro cannot be shown' : 'There is no such retro'}</h1>
      <Notice title={isOld ? 'It was kept by another edition' : 'It may have been discarded'}>
        {isOld && <p>Its pack has another shape than this edition of Streamgauge reads. It is kept as it was.</p>}
        <p>
          <a href={retrosPath(team)}>
            All retros of <bdi>{team}</bdi>
          </a>
        </p>
      </Notice>
    </>
  )
}
