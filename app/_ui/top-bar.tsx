import type { Scope } from './scope'
import { ThemeSwitch } from './theme-switch'
import styles from './top-bar.module.css'

/** What is looked at, on whose clock, and in which light. */
export function TopBar({ scope }: { scope: Scope }) {
  const last = scope.crumbs.length - 1
  return (
    <section className={`${styles.bar} screen-only`} aria-label="This view">
      <nav aria-label="Scope">
        <ol className={styles.crumbs}>
          {scope.crumbs.map((crumb, at) => (
            <li key={crumb.href}>
              <a href={crumb.href} aria-current={at === last ? 'location' : undefined}>
                <bdi>{crumb.name}</bdi>
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <p className={styles.zone}>{scope.zone === null ? 'Each service’s own time zone' : `Times in ${scope.zone}`}</p>
      <ThemeSwitch />
    </section>
  )
}
