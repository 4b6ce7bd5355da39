// The colours of a chart as the page's style sheet has them, for a canvas that cannot read it.

const NAMES = ['line', 'band', 'mean', 'limit', 'grid', 'axis', 'single', 'signal', 'paper'] as const
export type Ink = Record<(typeof NAMES)[number], string>

/** Custom properties `--chart-…` of an element, as colours: `light-dark()` and mixtures resolved. */
export function readInk(element: HTMLElement): Ink {
  const probe = element.ownerDocument.createElement('span')
  element.append(probe)
  const style = getComputedStyle(probe)
  const ink = Object.fromEntries(
    NAMES.map((name) => {
      probe.style.color = `var(--chart-${name})`
      return [name, style.color]
    }),
  ) as Ink // sound: every name is read
  probe.remove()
  return ink
}

/** Calls back whenever the page changes between light and dark, by its own choice or the system's. */
export function onThemeChange(callback: () => void): () => void {
  const page = new MutationObserver(callback)
  page.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  const system = matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', callback)
  return () => {
    page.disconnect()
    system.removeEventListener('change', callback)
  }
}
