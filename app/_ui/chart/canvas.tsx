'use client'

import {
  type ChartData,
  Chart as ChartJs,
  type ChartOptions,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js'
import { Chart } from 'react-chartjs-2'
import type { Place, PreparedChart } from '../../../lib/insights/chart/prepare'
import type { Ink } from './ink'

ChartJs.register(LineController, LineElement, PointElement, LinearScale, Filler)

/** Around the plot, for dots and rings on its edges; as wide in the style sheet. */
const ROOM = 10
/** Runs with gaps between them. The x of a gap is a number: Chart.js searches the points by it. */
const joined = (runs: Place[][]): Place[] => runs.flatMap((run) => [...run, { x: run.at(-1)?.x ?? 0, y: Number.NaN }])

/** The same drawing by Chart.js; axes and words around it are the page's own. */
export default function Canvas({ chart, ink, onDrawn }: { chart: PreparedChart; ink: Ink; onDrawn: () => void }) {
  const options: ChartOptions<'line'> = {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    resizeDelay: 50,
    events: [],
    parsing: false,
    normalized: true,
    layout: { padding: ROOM, autoPadding: false },
    datasets: {
      line: {
        tension: 0,
        spanGaps: false,
        clip: ROOM,
        pointRadius: 0,
        borderJoinStyle: 'round',
        borderCapStyle: 'round',
      },
    },
    scales: {
      x: { type: 'linear', min: 0, max: 1, display: false },
      y: {
        type: 'linear',
        min: 0,
        max: 1,
        border: { display: false },
        ticks: { display: false },
        grid: { drawTicks: false, color: ({ index }) => (index === 0 ? ink.axis : ink.grid), lineWidth: 1 },
        afterBuildTicks: (axis) => {
          axis.ticks = chart.yMarks.map(({ y }) => ({ value: y }))
        },
        afterFit: (axis) => {
          axis.width = 0
        },
      },
    },
    plugins: { filler: { propagate: false, drawTime: 'beforeDatasetsDraw' } },
  }
  return (
    <Chart
      type="line"
      data={dataOf(chart, ink)}
      options={options}
      aria-hidden
      plugins={[{ id: 'drawn', afterRender: onDrawn }]}
    />
  )
}

function dataOf(chart: PreparedChart, ink: Ink): ChartData<'line', Place[]> {
  const line = (data: Place[], borderColor: string, borderWidth: number, more = {}) => ({
    data,
    borderColor,
    borderWidth,
    ...more,
  })
  const points = (data: Place[], radius: number, more = {}) => ({ data, showLine: false, pointRadius: radius, ...more })
  const bands = (end: 'low' | 'high') =>
    joined(chart.bands.map((band) => band.map((one) => ({ x: one.x, y: one[end] }))))
  const datasets = [
    line(bands('low'), 'transparent', 0),
    line(bands('high'), 'transparent', 0, { fill: '-1', backgroundColor: ink.band }),
    line(joined(chart.bars.map(({ x, low, high }) => [low, high].map((y) => ({ x, y })))), ink.band, 6, {
      borderCapStyle: 'butt',
    }),
    ...chart.limits.map(({ kind, runs }) =>
      line(joined(runs), kind === 'mean' ? ink.mean : ink.limit, 1, { borderDash: kind === 'mean' ? [] : [4, 3] }),
    ),
    line(joined(chart.dashes), ink.line, 1.5, { borderDash: [4, 4] }),
    line(joined(chart.lines), ink.line, 2),
    points(chart.singles, 2.5, { pointBackgroundColor: ink.single, pointBorderWidth: 0 }),
    points(
      chart.dots.filter((one) => !one.hollow),
      3,
      { pointBackgroundColor: ink.line, pointBorderWidth: 0 },
    ),
    points(
      chart.dots.filter((one) => one.hollow),
      2.5,
      { pointBackgroundColor: ink.paper, pointBorderColor: ink.line, pointBorderWidth: 1.5 },
    ),
    points(chart.rings, 6.5, {
      pointBackgroundColor: 'transparent',
      pointBorderColor: ink.signal,
      pointBorderWidth: 1.5,
    }),
    points(chart.rings, 3, { pointBackgroundColor: ink.line, pointBorderWidth: 0 }),
  ]
  // Chart.js draws the first dataset last.
  return { datasets: datasets.map((dataset, at) => ({ ...dataset, label: String(at), order: datasets.length - at })) }
}
