'use client'

import { type ComponentType, type MouseEvent, useEffect, useState } from 'react'
import styles from './finder.module.css'
import { Icon } from './icon'

type Dialog = ComponentType<{ open: boolean; onOpenChange: (open: boolean) => void; kept: string; typed: string }>

const load = () => import('./finder-dialog')
const warm = () => void load().catch(() => {})

/** A link to the finder's page; where scripts run, ⌘K, Ctrl-K or a click open the same as a dialog, loaded when first asked for. */
export function Finder({ keys, kept }: { keys: string; kept: string }) {
  const page = kept === '' ? '/find' : `/find?${kept}`
  const [open, setOpen] = useState(false)
  const [Dialog, setDialog] = useState<Dialog | null>(null)
  const [typed, setTyped] = useState('')

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen(true)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  useEffect(() => {
    if (!open || Dialog) return
    // Without its script the page still finds everything.
    load().then(
      (loaded) => setDialog(() => loaded.FinderDialog),
      () => location.assign(page),
    )
    // What is typed before the dialog is there is its first text.
    const onKey = (event: KeyboardEvent) => {
      if (event.key.length !== 1 || event.metaKey || event.ctrlKey || event.altKey) return
      event.preventDefault()
      setTyped((before) => before + event.key)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [open, Dialog, page])

  const change = (next: boolean) => {
    setOpen(next)
    setTyped('')
  }

  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    setOpen(true)
  }
  return (
    <>
      <a
        href={page}
        className={styles.open}
        onClick={onClick}
        onFocus={warm}
        onPointerEnter={warm}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Icon name="search" />
        <span>Find</span>
        <small aria-hidden="true">{keys}</small>
      </a>
      {Dialog && <Dialog open={open} onOpenChange={change} kept={kept} typed={typed} />}
    </>
  )
}
