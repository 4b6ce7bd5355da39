import type { Place, PreparedChart } from '../../../lib/insights/chart/prepare'
import plot from './chart.module.css'
import styles from './marks.module.css'

const path = (places: Place[]) => places.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${px(x)} ${px(1 - y)}`).join('')
const px = (share: number) => Number((share * 1000).toFixed(1))
/** A line of no length with round ends is a dot that stays round however the drawing is stretched. */
const dot = ({ x, y }: Place) => `M${px(x)} ${px(1 - y)}h0`

/** The drawing without JavaScript, before it, and on paper. */
export function StaticPlot({ chart }: { chart: PreparedChart }) {
  const hollow = chart.dots.filter((one) => one.hollow)
  return (
    <svg className={plot.drawing} viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
      {chart.yMarks.map(({ y }) => (
        <path key={y} className={y === 0 ? styles.axis : styles.grid} d={`M0 ${px(1 - y)}H1000`} />
      ))}
      {chart.bands.map((band) => (
        <path
          key={band[0]?.x}
          className={styles.band}
          d={`${path(band.map(({ x, high }) => ({ x, y: high })))}${path(
            band.toReversed().map(({ x, low }) => ({ x, y: low })),
          ).replace('M', 'L')}Z`}
        />
      ))}
      <path
        className={styles.bar}
        d={chart.bars.map(({ x, low, high }) => path([low, high].map((y) => ({ x, y })))).join('')}
      />
      {chart.limits.map((limit) => (
        <path
          key={limit.label}
          className={limit.kind === 'mean' ? styles.mean : styles.limit}
          d={limit.runs.map(path).join('')}
        />
      ))}
      <path className={styles.dashed} d={chart.dashes.map(path).join('')} />
      <path className={styles.line} d={chart.lines.map(path).join('')} />
      <path className={styles.single} d={chart.singles.map(dot).join('')} />
      <path className={styles.dot} d={chart.dots.map(dot).join('')} />
      <path className={styles.hole} d={hollow.map(dot).join('')} />
      <path className={styles.ring} d={chart.rings.map(dot).join('')} />
      <path className={styles.ringHole} d={chart.rings.map(dot).join('')} />
      <path className={styles.dot} d={chart.rings.map(dot).join('')} />
    </svg>
  )
}
