import { CLOCKS, type Clock } from '../../lib/insights/reading'
import styles from './clock-switch.module.css'
import segments from './segment.module.css'

const LABELS: Record<Clock, string> = { elapsed: 'Elapsed time', working: 'Working hours' }

type Props = {
  clock: Clock
  hrefOf: (clock: Clock) => string
  /** The working hours in words. */
  hours: string
}

/** Links between a service's two clocks, and which hours the second one counts. */
export function ClockSwitch({ clock, hrefOf, hours }: Props) {
  return (
    <div className={styles.clock}>
      <nav aria-label="Clock" className="screen-only">
        <ul className={styles.choices}>
          {CLOCKS.map((one) => (
            <li key={one}>
              <a className={segments.segment} href={hrefOf(one)} aria-current={one === clock ? 'true' : undefined}>
                {LABELS[one]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {clock === 'working' && (
        <p className="quiet">
          Every duration counts working hours alone: {hours}. A day (d) is 24 of them. Bands have none: DORA’s are of
          elapsed time.
        </p>
      )}
    </div>
  )
}
