import type { ReactNode } from 'react'
import { formatCount } from '../../lib/format'
import { withQuery } from '../../lib/insights/page-window'
import type { Place } from '../../lib/insights/places'
import { Finder } from './finder'
import { Icon, type IconName } from './icon'
import { Mark } from './mark'
import styles from './rail.module.css'
import type { Scope } from './scope'
import { setRail } from './set-rail'

type Props = {
  services: { name: string; slug: string }[]
  total: number
  metrics: Place[]
  path: string
  folded: boolean
  /** Whose retros are one step away. */
  team: string | null
  kept: Scope['kept']
  /** How the keys are called here that open the finder. */
  keys: string
}

/** The way around: beside the page on wide screens, where it can be folded; behind a menu on narrow ones. */
export function Rail({ services, total, metrics, path, folded, team, kept, keys }: Props) {
  const entries = services.map(({ name, slug }) => ({ name, href: `/services/${encodeURIComponent(slug)}` }))
  const overview = withQuery('/', kept.window)
  const flat = withQuery('/?group=none', kept.window)
  const pages: { name: string; at: string; query: string; icon: IconName }[] = [
    { name: 'Data quality', at: '/quality', query: kept.window, icon: 'flag' },
    { name: 'Reports', at: '/reports', query: kept.metric, icon: 'mail' },
    { name: 'Annotations', at: '/annotations', query: kept.metric, icon: 'bookmark' },
    ...(team === null
      ? []
      : [{ name: 'Retros', at: `/teams/${encodeURIComponent(team)}/retros`, query: '', icon: 'talk' as const }]),
    { name: 'Sources', at: '/sources', query: '', icon: 'plug' },
  ]
  return (
    <header className={`${styles.rail} screen-only`}>
      <a href={overview} className={styles.mark} aria-label="Streamgauge">
        <Mark />
        <span>Streamgauge</span>
      </a>
      <Finder keys={keys} kept={kept.window} />
      <button type="button" className={styles.button} popoverTarget="menu">
        <Icon name="menu" />
        Menu
      </button>
      <div id="menu" popover="auto" className={styles.menu}>
        <nav aria-label="Pages" className={styles.nav}>
          <a href={overview} className={styles.page} aria-current={path === '/' ? 'page' : undefined} title="Overview">
            <Icon name="table" />
            <span>Overview</span>
          </a>
          <Section
            title="Metrics"
            icon="chart"
            href={withQuery(metrics[0]?.href ?? '/', kept.metric)}
            entries={metrics}
            path={path}
            query={kept.metric}
          />
          <Section title="Services" icon="layers" href={flat} entries={entries} path={path} query={kept.window}>
            {total > services.length && (
              <li>
                <a href={flat}>All {formatCount(total)}</a>
              </li>
            )}
          </Section>
          {pages.map(({ name, at, query, icon }) => (
            <a
              key={at}
              href={withQuery(at, query)}
              className={styles.page}
              aria-current={path === at ? 'page' : undefined}
              title={name}
            >
              <Icon name={icon} />
              <span>{name}</span>
            </a>
          ))}
        </nav>
        <form action={setRail} className={styles.fold}>
          <button type="submit" name="rail" value={folded ? 'open' : 'folded'} title={folded ? 'Unfold' : undefined}>
            <Icon name="panel" />
            <span>{folded ? 'Unfold' : 'Fold'}</span>
          </button>
        </form>
      </div>
    </header>
  )
}

type SectionProps = {
  title: string
  icon: IconName
  /** Where the picture leads that stands for the section when the rail is folded. */
  href: string
  entries: { name: string; href: string }[]
  path: string
  /** What all entries take along. */
  query: string
  children?: ReactNode
}

function Section({ title, icon, href, entries, path, query, children }: SectionProps) {
  if (entries.length === 0) return null
  return (
    <section className={styles.section}>
      <h2>
        <a href={href} title={title}>
          <Icon name={icon} />
          <span>{title}</span>
        </a>
      </h2>
      <ul>
        {entries.map((entry) => (
          <li key={entry.href}>
            <a href={withQuery(entry.href, query)} aria-current={path === entry.href ? 'page' : undefined}>
              <bdi>{entry.name}</bdi>
            </a>
          </li>
        ))}
        {children}
      </ul>
    </section>
  )
}
