'use client'

import { type CSSProperties, type MouseEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { WallView } from '../../lib/insights/wall'
import { Screen } from './screen'
import { Strip } from './strip'
import styles from './wall.module.css'

/** A server that has not answered by then counts as not reached. */
const PATIENCE_MS = 15_000

type Props = { first: WallView; every: number; startsPaused: boolean }

/**
 * Shows one service after another. What is next is asked for when its turn comes; while the server cannot be reached the last
 * view stays. Paused it stays too, and is only brought up to date.
 */
export function Wall({ first, every, startsPaused }: Props) {
  const [view, setView] = useState(first)
  const [paused, setPaused] = useState(startsPaused)
  const [missed, setMissed] = useState(false)
  const [turn, setTurn] = useState(0)
  const [hidden, setHidden] = useState(false)
  const latest = useRef(0)

  const show = useCallback(
    async (query: string) => {
      latest.current += 1
      const own = latest.current
      const answer = (await ask(query)) ?? null
      // Somebody asked for another one meanwhile.
      if (own !== latest.current) return
      // A service that is gone: from the beginning.
      const next = answer === 'gone' ? await ask(view.queries.start) : answer
      if (own !== latest.current) return
      if (next !== null && next !== 'gone') setView(next)
      setMissed(next === null || next === 'gone')
      setTurn((count) => count + 1)
    },
    [view.queries.start],
  )

  const { here, next, previous } = view.queries
  // biome-ignore lint/correctness/useExhaustiveDependencies: every turn has its own time, also one that showed the same again
  useEffect(() => {
    // Nobody looks at a tab behind others.
    if (hidden) return
    const timer = setTimeout(() => void show(paused ? here : next), every * 1000)
    return () => clearTimeout(timer)
  }, [turn, paused, hidden, every, here, next, show])

  useEffect(() => {
    const look = () => setHidden(document.hidden)
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])

  useEffect(() => {
    window.history.replaceState(null, '', address(here, paused))
    document.title = `${view.name} · Wall · Streamgauge`
  }, [here, paused, view.name])

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      if (event.key === 'ArrowRight') void show(next)
      else if (event.key === 'ArrowLeft') void show(previous)
      else if (event.key === 'Escape') window.location.assign('/')
      else if (event.key === ' ' && !isControl(event.target)) setPaused((was) => !was)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [next, previous, show])

  const follow = (act: () => void) => (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    act()
  }
  return (
    <div className={styles.wall} style={{ '--every': `${every}s` } as CSSProperties}>
      <Strip
        view={view}
        every={every}
        paused={paused}
        missed={missed}
        steps={{
          previous: { href: address(previous, paused), onClick: follow(() => void show(previous)) },
          pause: { href: address(here, !paused), onClick: follow(() => setPaused(!paused)) },
          next: { href: address(next, paused), onClick: follow(() => void show(next)) },
        }}
      />
      <Screen key={view.href} view={view} />
      {!paused && <div key={`${turn} ${paused}`} className={styles.progress} aria-hidden="true" />}
    </div>
  )
}

function address(query: string, paused: boolean): string {
  const whole = [query, paused ? 'paused=1' : ''].filter(Boolean).join('&')
  return whole === '' ? '/wall' : `/wall?${whole}`
}

/** Null: the server did not answer, or not with a view. */
async function ask(query: string): Promise<WallView | 'gone' | null> {
  const control = new AbortController()
  const timer = setTimeout(() => control.abort(), PATIENCE_MS)
  try {
    const response = await fetch(`/wall/view?${query}`, { cache: 'no-store', signal: control.signal })
    if (response.status === 404) return 'gone'
    return response.ok ? ((await response.json()) as WallView) : null // sound: our own route's answer
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}

/** Where the space bar has a meaning already. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, input, select, textarea, summary') !== null
}
