'use client'

import { useEffect } from 'react'
import { Notice } from '../_ui/notice'
import styles from './wall.module.css'

const AGAIN_SECONDS = 20

/** Nobody stands at a wall to press a button: it tries again by itself. */
export default function WallError({ error }: { error: Error & { digest?: string } }) {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) window.location.reload()
    }, AGAIN_SECONDS * 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className={styles.words}>
      <title>Wall · Streamgauge</title>
      <h1>Wall</h1>
      <Notice title="The wall cannot be drawn" alert>
        <p>
          Most often the database does not answer. It is tried again every {AGAIN_SECONDS} seconds.{' '}
          <a href="/healthz">The health page</a> says whether it answers
          {error.digest ? `; the log says why, under ${error.digest}` : ''}.
        </p>
      </Notice>
    </div>
  )
}
