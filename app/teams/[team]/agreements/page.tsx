import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { AGREEMENT_IDS, AGREEMENTS, reviewClock } from '../../../../lib/insights/agreements'
import { currentLimits, loadAgreements, unitWords } from '../../../../lib/insights/agreements-load'
import { windowOf } from '../../../../lib/insights/measure'
import { earliest } from '../../../../lib/insights/overview'
import { readWindow, resolveWindow, windowAsked } from '../../../../lib/insights/page-window'
import { sharedZone } from '../../../../lib/insights/retro-pack'
import { windowWords } from '../../../../lib/insights/window-words'
import { demoDay } from '../../../../lib/store/demo'
import { loadFacts } from '../../../../lib/store/measured'
import { dayKey } from '../../../../lib/time'
import { sharedIteration } from '../../../_ui/iterations'
import { Notice } from '../../../_ui/notice'
import { PageHead } from '../../../_ui/page-head'
import { one, type Query } from '../../../_ui/query'
import { WindowPicker } from '../../../_ui/window-picker'
import { findTeam } from '../find-team'
import { retrosPath } from '../retros/address'
import { TeamMissing } from '../retros/team-missing'
import styles from './agreements.module.css'
import { LimitsForm } from './limits-form'
import { Readings } from './readings'

type Props = { params: Promise<{ team: string }>; searchParams: Promise<Query> }
type Team = NonNullable<Awaited<ReturnType<typeof findTeam>>>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const team = await findTeam((await params).team)
  return { title: team ? `Working agreements of ${team.name}` : 'No such team' }
}

/** What a team agreed on, and how it was kept. */
export default async function AgreementsRoute({ params, searchParams }: Props) {
  if (!(await permit('read-service'))) notFound()
  const query = await searchParams
  const team = await findTeam((await params).team)
  if (!team) return <TeamMissing />
  const path = `/teams/${encodeURIComponent(team.name)}/agreements`
  const asked = readWindow(windowAsked((name) => one(query, name)))
  const [iteration, limits, demo] = await Promise.all([
    sharedIteration([team.name]),
    currentLimits(team.name),
    demoDay(),
  ])
  const clock = reviewClock(team.services)
  const fields = AGREEMENT_IDS.map((id) => {
    const { words, definition, usual } = AGREEMENTS[id]
    const description = `${definition} Empty: not agreed on. Often ${usual}.`
    return { id, title: `${words[0]} … ${unitWords(id, clock)}`, description, value: limits[id]?.toString() ?? '' }
  })
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
          Working agreements of <bdi>{team.name}</bdi>
        </h1>
        <p className="quiet">
          Of the team as a whole; nobody is named or ranked. They are part of{' '}
          <a href={retrosPath(team.name)}>its retros</a>.
        </p>
      </PageHead>
      {asked.ok ? (
        <section className={styles.section} aria-labelledby="kept">
          <h2 id="kept">How they were kept, {windowWords(asked.choice).name}</h2>
          <Kept team={team} choice={asked.choice} />
        </section>
      ) : (
        <Notice title="This view cannot be shown" alert>
          <p>{asked.message}</p>
          <p>
            <a href={path}>Show the last 12 weeks</a>
          </p>
        </Notice>
      )}
      <section className={styles.section} aria-labelledby="limits">
        <h2 id="limits">What the team agrees on</h2>
        {demo === null ? (
          <LimitsForm team={team.name} fields={fields} />
        ) : (
          <p>In the demonstration they stay as they are. On your own data a form stands here.</p>
        )}
      </section>
    </>
  )
}

type KeptProps = { team: Team; choice: Extract<ReturnType<typeof readWindow>, { ok: true }>['choice'] }

async function Kept({ team, choice }: KeptProps) {
  const now = Date.now()
  const facts = await loadFacts(team.services, earliest(team.services, choice, now), 'details')
  const samples = team.services.flatMap(({ name, timeZone, deployed }) => {
    const known = facts.get(name)
    if (!known) return []
    const { window } = resolveWindow(choice, timeZone, now, deployed.firstAt)
    return [{ facts: known, window: windowOf(known, { ...window, now }) }]
  })
  const readings = await loadAgreements(team.name, samples)
  if (readings.length === 0) return <p>Nothing is agreed on yet.</p>
  const zone = sharedZone(team.services)
  const [from, to] = [
    Math.min(...samples.map(({ window }) => window.from)),
    Math.max(...samples.map(({ window }) => window.to)),
  ]
  const days = { from: dayKey(from, zone), to: dayKey(to, zone) }
  const places = { team: team.name, days, services: team.services, repositories: team.services }
  return <Readings readings={readings} places={places} zone={zone} />
}
