import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../lib/auth/permit'
import { loadWall } from '../../lib/insights/wall'
import { readWall } from '../../lib/insights/wall-query'
import { measuredServices } from '../_ui/fresh-facts'
import { Notice } from '../_ui/notice'
import { one, type Query } from '../_ui/query'
import { NothingYet } from '../overview-empty'
import { Again } from './again'
import { Wall } from './wall'
import styles from './wall.module.css'

export const metadata: Metadata = { title: 'Wall' }

/** For a screen in the team's room: one service at a time, and the next after some seconds. */
export default async function WallRoute({ searchParams }: { searchParams: Promise<Query> }) {
  if (!(await permit('read-wall'))) notFound()
  const query = await searchParams
  const services = await measuredServices()
  if (services.length === 0) {
    return (
      <div className={styles.words}>
        <NothingYet title="Wall" />
        <Again />
      </div>
    )
  }
  const read = readWall((name) => one(query, name))
  const answer = read.ok ? await loadWall(services, read.asked, Date.now()) : read
  if (!read.ok || !('view' in answer)) {
    return (
      <div className={styles.words}>
        <h1>Wall</h1>
        <Notice title="This view cannot be shown" alert>
          <p>{'message' in answer && answer.message}</p>
          <p>
            <a href="/wall">Show all services</a> or go back to <a href="/">the overview</a>
          </p>
        </Notice>
        <Again />
      </div>
    )
  }
  const { every, paused } = read.asked
  return (
    <>
      {!paused && (
        <noscript>
          <meta httpEquiv="refresh" content={`${every};url=/wall?${answer.view.queries.next}`} />
        </noscript>
      )}
      <Wall first={answer.view} every={every} startsPaused={paused} />
    </>
  )
}
