'use client'

import * as Dialog from '@radix-ui/react-dialog'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Found, Place } from '../../lib/insights/places'
import styles from './finder.module.css'

const KINDS: Record<Place['kind'], string> = { page: 'Page', metric: 'Metric', team: 'Team', service: 'Service' }
const WAIT_MS = 80

/** `kept`: the query string of the window that is taken along; `typed`: what was typed before this was there. */
type Props = { open: boolean; onOpenChange: (open: boolean) => void; kept: string; typed: string }

/** Finds any page, metric, team or service by typing: arrows choose, Enter goes there, Escape closes. */
export function FinderDialog({ open, onOpenChange, kept, typed }: Props) {
  const before = useRef<Element | null>(null)
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.shade} />
        <Dialog.Content
          className={styles.dialog}
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            before.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (before.current instanceof HTMLElement) before.current.focus()
          }}
        >
          <Dialog.Title className="visually-hidden">Find a service, a team or a metric</Dialog.Title>
          <Search kept={kept} typed={typed} onClose={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type Answer = { text: string; found: Found } | 'failed' | null

function Search({ onClose, kept, typed }: { onClose: () => void; kept: string; typed: string }) {
  const [text, setText] = useState(typed)
  const [answer, setAnswer] = useState<Answer>(null)
  const [chosen, setChosen] = useState(0)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const aborter = new AbortController()
    const ask = async () => {
      try {
        const response = await fetch(`/find/places?${asked(text, kept)}`, { signal: aborter.signal })
        if (!response.ok) throw new Error(String(response.status))
        const found: Found = await response.json()
        setAnswer({ text, found })
        setChosen(0)
      } catch {
        if (!aborter.signal.aborted) setAnswer('failed')
      }
    }
    const timer = setTimeout(ask, text === '' ? 0 : WAIT_MS)
    return () => {
      clearTimeout(timer)
      aborter.abort()
    }
  }, [text, kept])

  const found = answer !== null && answer !== 'failed' ? answer : null
  const places = found?.found.places ?? []
  const current = places[chosen]

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 }
    const step = steps[event.key]
    if (step !== undefined && places.length > 0) {
      event.preventDefault()
      const next = (step + places.length) % places.length
      setChosen(next)
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') {
      event.preventDefault()
      // What is on the list must be what was typed; else the page answers.
      if (found?.text === text && current) location.assign(current.href)
      else location.assign(`/find?${asked(text, kept)}`)
      onClose()
    }
  }

  return (
    <>
      <input
        className={styles.input}
        role="combobox"
        aria-expanded={places.length > 0}
        aria-controls="finder-places"
        aria-activedescendant={current ? `finder-place-${chosen}` : undefined}
        aria-autocomplete="list"
        aria-label="A service, a team or a metric"
        placeholder="A service, a team or a metric"
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.places} id="finder-places" role="listbox" aria-label="Found" ref={list}>
        {places.map((place, at) => (
          <a
            key={place.href}
            id={`finder-place-${at}`}
            role="option"
            aria-selected={at === chosen}
            href={place.href}
            tabIndex={-1}
            onClick={onClose}
            onPointerMove={() => setChosen(at)}
          >
            <bdi>{place.name}</bdi>
            <span>
              {KINDS[place.kind]}
              {place.note !== null && ` · ${place.note}`}
            </span>
          </a>
        ))}
      </div>
      <p className={styles.foot} role="status">
        {answer === 'failed'
          ? 'The server does not answer.'
          : found === null
            ? 'Looking …'
            : found.found.total === 0
              ? `Nothing has “${found.text}” in its name.`
              : found.found.total > places.length
                ? `The first ${places.length} of ${found.found.total}; type more of the name.`
                : '↑ ↓ choose, Enter opens, Escape closes.'}
      </p>
    </>
  )
}

function asked(text: string, kept: string): string {
  return `${new URLSearchParams({ q: text })}${kept === '' ? '' : `&${kept}`}`
}
