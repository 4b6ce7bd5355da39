import { formatCount } from '../../lib/format'
import type { Directory } from '../../lib/store/directory'
import { Mark } from './mark'
import styles from './rail.module.css'
import { ThemeSwitch } from './theme-switch'

/** The way around: beside the page on wide screens, behind a menu on narrow ones. */
export function Rail({ services, path }: { services: Directory; path: string }) {
  return (
    <header className={`${styles.rail} screen-only`}>
      <a href="/" className={styles.mark}>
        <Mark />
        <span>Streamgauge</span>
      </a>
      <div className={styles.wide}>
        <Entries services={services} path={path} />
      </div>
      <details className={styles.menu}>
        <summary>Menu</summary>
        <div className={styles.sheet}>
          <Entries services={services} path={path} />
        </div>
      </details>
    </header>
  )
}

function Entries({ services, path }: { services: Directory; path: string }) {
  const { listed, total } = services
  return (
    <>
      <nav aria-label="Pages" className={styles.nav}>
        <a href="/" aria-current={path === '/' ? 'page' : undefined}>
          Overview
        </a>
        {listed.length > 0 && (
          <>
            <h2 className={styles.heading}>Services</h2>
            <ul>
              {listed.map((service) => (
                <li key={service.slug}>
                  <a
                    href={`/services/${encodeURIComponent(service.slug)}`}
                    aria-current={path === `/services/${service.slug}` ? 'page' : undefined}
                    title={service.name}
                  >
                    <bdi>{service.name}</bdi>
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
        {total > listed.length && <a href="/">All {formatCount(total)} services</a>}
      </nav>
      <ThemeSwitch />
    </>
  )
}
