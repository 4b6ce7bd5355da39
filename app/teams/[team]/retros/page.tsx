import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { retroDays } from '../../../../lib/insights/retro-days'
import { sharedZone } from '../../../../lib/insights/retro-pack'
import { daysWords } from '../../../../lib/insights/retro-words'
import { demoDay } from '../../../../lib/store/demo'
import { listRetros } from '../../../../lib/store/retros'
import { sharedIteration } from '../../../_ui/iterations'
import { Notice } from '../../../_ui/notice'
import { PageHead } from '../../../_ui/page-head'
import type { Query } from '../../../_ui/query'
import { WindowPicker } from '../../../_ui/window-picker'
import { Refresh } from '../../../sources/refresh'
import { findRetroTeam } from '../find-team'
import { retroPath, retrosPath } from './address'
import { askedWindow } from './asked-days'
import { OpenForm } from './open-form'
import styles from './retro.module.css'
import { RetroTable } from './retro-table'
import { TeamMissing } from './team-missing'

type Props = { params: Promise<{ team: string }>; searchParams: Promise<Query> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const team = await findRetroTeam((await params).team)
  return { title: team ? `Retros of ${team.name}` : 'No such team' }
}

/** The retros of a team, and the way to open another one. */
export default async function RetrosRoute({ params, searchParams }: Props) {
  if (!(await permit('read-service'))) notFound()
  const query = await searchParams
  const team = await findRetroTeam((await params).team)
  if (!team) return <TeamMissing />
  if (team.services.length === 0) return <OfFormerTeam team={team.name} />
  const path = retrosPath(team.name)
  const iteration = await sharedIteration([team.name])
  const asked = askedWindow(query, iteration)
  const [retros, demo] = await Promise.all([listRetros(team.name), demoDay()])
  const now = Date.now()
  const zone = sharedZone(team.services)
  const read = asked.ok ? retroDays(asked.choice, zone, now) : asked
  const known = read.ok && retros.find(({ from, to }) => from === read.days.from && to === read.days.to)
  return (
    <>
      <PageHead
        beside={
          <WindowPicker
            path={path}
            query={query}
            choice={asked.ok ? asked.choice : null}
            keep={[]}
            iteration={iteration}
          />
        }
      >
        <h1>
          Retros of <bdi>{team.name}</bdi>
        </h1>
        <p className="quiet">
          What was delivered, where it waited, what failed, and whether the last action helped.{' '}
          <a href={`/teams/${encodeURIComponent(team.name)}/stream`}>The value stream of the team</a>,{' '}
          <a href={`/teams/${encodeURIComponent(team.name)}/flow`}>its flow</a>,{' '}
          <a href={`/teams/${encodeURIComponent(team.name)}/agreements`}>its working agreements</a>
        </p>
      </PageHead>
      {read.ok ? (
        <section className={styles.open} aria-labelledby="open">
          <h2 id="open">{daysWords(read.days)}</h2>
          <p>
            A retro keeps its figures as they are when it is opened, so that they can be quoted later. Choose its days
            above.
          </p>
          <div className={styles.row}>
            {known ? (
              <a href={retroPath(team.name, known.id)}>The retro of these days is there already</a>
            ) : demo !== null ? (
              <p>In the demonstration no retro can be opened. On your own data a button does so here.</p>
            ) : (
              <OpenForm team={team.name} {...read.days} words={daysWords(read.days)} />
            )}
            <a href={`${path}/preview?${new URLSearchParams(read.days)}`}>Look at its figures without opening it</a>
          </div>
        </section>
      ) : (
        <Notice title="No retro of this window" alert>
          <p>{read.message}</p>
          <p>
            <a href={path}>{iteration ? 'The last iteration' : 'The last four weeks'}</a>
          </p>
        </Notice>
      )}
      <RetroTable team={team.name} retros={retros} zone={zone} now={now} />
      <Refresh busy={false} />
    </>
  )
}

/** No service belongs to it any more: nothing can be opened, and what was kept is still there. */
async function OfFormerTeam({ team }: { team: string }) {
  return (
    <>
      <h1>
        Retros of <bdi>{team}</bdi>
      </h1>
      <p className="quiet">
        No service that is measured belongs to this team any more, so there is nothing to open a retro of. Those that
        were kept stay.
      </p>
      <RetroTable team={team} retros={await listRetros(team)} zone="UTC" now={Date.now()} />
    </>
  )
}
