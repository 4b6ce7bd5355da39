// The parts of a report's mail.
import { Img } from '@react-email/img'
import { Text } from '@react-email/text'
import { Fragment, type ReactNode } from 'react'
import { CHART } from './charts'
import { STYLE } from './email-style'
import type { ReportChart, ReportLine, ReportSection, ReportServiceLine } from './report'

/** Letters of a phrase that fit on a phone beside a value. */
const SHORT = 34

/** Two sentences may be the same, and none ever changes its place. */
export function keyed<One>(list: readonly One[]): { key: number; one: One }[] {
  return list.map((one, key) => ({ key, one }))
}

export function Heading({ children }: { children: ReactNode }) {
  return (
    <h2 className="ink" style={STYLE.head}>
      {children}
    </h2>
  )
}

export function Quiet({ children }: { children: string }) {
  if (children === '') return null
  return (
    <Text className="quiet" style={STYLE.quiet}>
      {children}
    </Text>
  )
}

export function Lines({ lines }: { lines: string[] }) {
  return keyed(lines).map(({ key, one }) => (
    <Text key={key} className="ink" style={key === 0 ? STYLE.line : STYLE.next}>
      {one}
    </Text>
  ))
}

export function Section({ section: { title, lines } }: { section: ReportSection }) {
  return (
    <>
      <h3 className="ink" style={STYLE.part}>
        {title}
      </h3>
      <Lines lines={lines} />
    </>
  )
}

export function Figures({ lines }: { lines: ReportLine[] }) {
  return (
    <table width="100%" border={0} cellPadding={0} cellSpacing={0} style={STYLE.table}>
      <tbody>
        {lines.map((line) => (
          <Figure key={line.id} line={line} />
        ))}
      </tbody>
    </table>
  )
}

function Figure({ line: { title, value, hasData, change, signal, beside, earlier } }: { line: ReportLine }) {
  return (
    <tr>
      <th scope="row" className="ink line" style={STYLE.row}>
        {title}
        <Phrases list={beside} />
        <Phrases list={earlier} />
        {signal !== null && (
          <div className="ink" style={STYLE.signal}>
            ◆ {signal}
          </div>
        )}
      </th>
      <td className={hasData ? 'ink line' : 'quiet line'} style={hasData ? STYLE.value : STYLE.none}>
        {value}
        {change !== null && (
          <div className="quiet" style={STYLE.change}>
            {change}
          </div>
        )}
      </td>
    </tr>
  )
}

/** Lines end between phrases rather than inside one. */
function Phrases({ list }: { list: string[] }) {
  if (list.length === 0) return null
  return (
    <div className="quiet" style={STYLE.detail}>
      {keyed(list).map(({ key, one }) => (
        <Fragment key={key}>
          {key > 0 && ', '}
          {one.length <= SHORT ? <span style={STYLE.phrase}>{one}</span> : one}
        </Fragment>
      ))}
    </div>
  )
}

export function Chart({ chart, source }: { chart: ReportChart; source: string | null }) {
  return (
    <>
      <h3 className="ink" style={STYLE.part}>
        {chart.title}
      </h3>
      <Quiet>{chart.sentence}</Quiet>
      {source !== null && (
        <Img
          src={source}
          alt={chart.alt}
          width={CHART.shown}
          height={Math.round((CHART.shown * CHART.height) / CHART.width)}
          className="quiet"
          style={STYLE.picture}
        />
      )}
    </>
  )
}

export function Services({ services, more }: { services: ReportServiceLine[]; more: string | null }) {
  return (
    <>
      <Heading>Services</Heading>
      <table width="100%" border={0} cellPadding={0} cellSpacing={0} style={STYLE.table}>
        <thead>
          <tr>
            <th scope="col" className="quiet" style={STYLE.nameLabel}>
              Service
            </th>
            {['Lead time', 'Deployments', 'Failed'].map((title) => (
              <th key={title} scope="col" className="quiet" style={STYLE.numberLabel}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(services).map(({ key, one: { name, leadTime, deployments, failed } }) => (
            <tr key={key}>
              <th scope="row" className="ink line" style={STYLE.name}>
                {name}
              </th>
              {keyed([leadTime, deployments, failed]).map(({ key: column, one }) => (
                <td key={column} className="ink line" style={STYLE.number}>
                  {one}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Quiet>{more ?? ''}</Quiet>
    </>
  )
}
