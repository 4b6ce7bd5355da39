import { Mark } from './mark'
import styles from './rail.module.css'
import { ThemeSwitch } from './theme-switch'

export type RailService = { name: string; slug: string }

const SHOWN = 24

/** The way around: beside the page on wide screens, behind a menu on narrow ones. */
export function Rail({ services, path }: { services: RailService[]; path: string }) {
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

function Entries({ services, path }: { services: RailService[]; path: string }) {
  const current = services.find((service) => path === `/services/${service.slug}`)
  const listed = services.slice(0, SHOWN)
  if (current && !listed.includes(current)) listed.unshift(current)
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
                    aria-current={service === current ? 'page' : undefined}
                    title={service.name}
                  >
                    <bdi>{service.name}</bdi>
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
        {services.length > listed.length && <a href="/">All {services.length.toLocaleString('en')} services</a>}
      </nav>
      <ThemeSwitch />
    </>
  )
}
