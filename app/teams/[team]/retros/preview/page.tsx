import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../../lib/auth/permit'
import { retroDays } from '../../../../../lib/insights/retro-days'
import { loadPack, sharedZone } from '../../../../../lib/insights/retro-pack'
import { daysWords } from '../../../../../lib/insights/retro-words'
import { demoDay } from '../../../../../lib/store/demo'
import { sharedIteration } from '../../../../_ui/iterations'
import { Notice } from '../../../../_ui/notice'
import type { Query } from '../../../../_ui/query'
import { findTeam } from '../../find-team'
import { retrosPath } from '../address'
import { askedWindow } from '../asked-days'
import { OpenForm } from '../open-form'
import { Pack } from '../pack/pack'
import styles from '../retro.module.css'
import { TeamMissing } from '../team-missing'

type Props = { params: Promise<{ team: string }>; searchParams: Promise<Query> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const team = await findTeam((await params).team)
  return { title: team ? `Before a retro of ${team.name}` : 'No such team' }
}

/** The pack that a retro of these days would have, as of now. Nothing is kept. */
export default async function PreviewRoute({ params, searchParams }: Props) {
  if (!(await permit('read-service'))) notFound()
  const team = await findTeam((await params).team)
  if (!team) return <TeamMissing />
  const path = retrosPath(team.name)
  const asked = askedWindow(await searchParams, await sharedIteration([team.name]))
  const now = Date.now()
  const read = asked.ok ? retroDays(asked.choice, sharedZone(team.services), now) : asked
  if (!read.ok) {
    return (
      <>
        <h1>
          Retros of <bdi>{team.name}</bdi>
        </h1>
        <Notice title="No retro of this window" alert>
          <p>{read.message}</p>
          <p>
            <a href={path}>All retros of the team</a>
          </p>
        </Notice>
      </>
    )
  }
  const [pack, demo] = await Promise.all([loadPack(team, read.days, now), demoDay()])
  return (
    <article className={styles.retro}>
      <h1>
        <bdi>{team.name}</bdi>, {daysWords(read.days)}
      </h1>
      <p className="quiet">As of now; nothing is kept until a retro is opened.</p>
      <div className={`${styles.row} screen-only`}>
        {demo === null ? (
          <OpenForm team={team.name} {...read.days} words={daysWords(read.days)} />
        ) : (
          <p>In the demonstration no retro can be opened. On your own data a button does so here.</p>
        )}
        <a href={path}>All retros of the team</a>
      </div>
      <Pack pack={pack} now={now} />
    </article>
  )
}
