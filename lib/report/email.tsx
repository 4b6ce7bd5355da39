// A report as HTML for mail: tables and inline styles, 600 px, light and dark. Whatever is in a name, it is text.
import { Body } from '@react-email/body'
import { Container } from '@react-email/container'
import { Head } from '@react-email/head'
import { Html } from '@react-email/html'
import { Img } from '@react-email/img'
import { Link } from '@react-email/link'
import { Preview } from '@react-email/preview'
import { render } from '@react-email/render'
import { Text } from '@react-email/text'
import type { ReactNode } from 'react'
import { CHART, cidOf } from './charts'
import { SHEET, STYLE, WIDTH } from './email-style'
import type { Report, ReportChart, ReportLine, ReportSection, ReportServiceLine } from './report'
import { COMPLETE, NOTHING } from './text'

/** Where the picture of a chart is: in the mail itself, or wherever a preview has it. Null: there is none. */
export type PictureSource = (chart: ReportChart) => string | null

export function inMail(chart: ReportChart): string {
  return `cid:${cidOf(chart)}`
}

export async function reportHtml(report: Report, source: PictureSource = inMail): Promise<string> {
  return await render(<Mail report={report} source={source} />)
}

function Mail({ report, source }: { report: Report; source: PictureSource }) {
  const { subject, about, week, when, lead, figures, charts, services, servicesMore } = report
  const { stoodOut, doubts, retro, link, foot } = report
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{SHEET}</style>
      </Head>
      <Preview>{lead}</Preview>
      <Body className="paper" style={STYLE.body}>
        <Container className="column" width={WIDTH} style={STYLE.column}>
          <table role="presentation" width="100%" border={0} cellPadding={0} cellSpacing={0}>
            <tbody>
              <tr>
                <td className="raised side" style={STYLE.side}>
                  <h1 className="ink" style={STYLE.title}>
                    {about}
                  </h1>
                  <Quiet>{week}</Quiet>
                  <Text className="ink" style={STYLE.lead}>
                    {lead}
                  </Text>
                  <Heading>Figures</Heading>
                  <Quiet>{when}</Quiet>
                  <Figures lines={figures} />
                  {charts.map((chart) => (
                    <Chart key={chart.id} chart={chart} source={source(chart)} />
                  ))}
                  {services.length > 0 && <Services services={services} more={servicesMore} />}
                  <Heading>What stood out</Heading>
                  {stoodOut.length === 0 && <Line>{NOTHING}</Line>}
                  {keyed(stoodOut).map(({ key, one }) => (
                    <Section key={key} section={one} />
                  ))}
                  <Heading>Missing or doubtful</Heading>
                  {doubts.length === 0 && <Line>{COMPLETE}</Line>}
                  <Lines lines={doubts} />
                  {retro && (
                    <>
                      <Heading>{retro.title}</Heading>
                      <Lines lines={retro.lines} />
                    </>
                  )}
                  {link !== null && (
                    <Text style={{ ...STYLE.line, marginTop: 32 }}>
                      <Link href={link} className="link" style={STYLE.link}>
                        Open the same week in Streamgauge
                      </Link>
                    </Text>
                  )}
                  <div style={{ marginTop: 32 }}>
                    {foot.map((line) => (
                      <Text key={line} className="quiet" style={STYLE.foot}>
                        {line}
                      </Text>
                    ))}
                  </div>
                </td>
              </tr>
            </tbody>
          </table>
        </Container>
      </Body>
    </Html>
  )
}

function Heading({ children }: { children: ReactNode }) {
  return (
    <h2 className="ink" style={STYLE.head}>
      {children}
    </h2>
  )
}

function Quiet({ children }: { children: ReactNode }) {
  return (
    <Text className="quiet" style={STYLE.when}>
      {children}
    </Text>
  )
}

function Line({ children }: { children: ReactNode }) {
  return (
    <Text className="ink" style={STYLE.line}>
      {children}
    </Text>
  )
}

function Lines({ lines }: { lines: string[] }) {
  return keyed(lines).map(({ key, one }) => <Line key={key}>{one}</Line>)
}

/** Two sentences may be the same, and they never change places. */
function keyed<One>(list: readonly One[]): { key: number; one: One }[] {
  return list.map((one, key) => ({ key, one }))
}

function NumberCell({ children }: { children: string }) {
  return (
    <td className="ink line" style={STYLE.number}>
      {children}
    </td>
  )
}

function Section({ section: { title, lines } }: { section: ReportSection }) {
  return (
    <>
      <h3 className="ink" style={STYLE.part}>
        {title}
      </h3>
      <Lines lines={lines} />
    </>
  )
}

function Figures({ lines }: { lines: ReportLine[] }) {
  return (
    <table width="100%" border={0} cellPadding={0} cellSpacing={0} style={{ ...STYLE.table, marginTop: 8 }}>
      <tbody>
        {lines.map((line) => (
          <Figure key={line.id} line={line} />
        ))}
      </tbody>
    </table>
  )
}

function Figure({ line: { title, value, hasData, change, isSignal, signal, beside, earlier } }: { line: ReportLine }) {
  return (
    <tr>
      <th scope="row" className="ink line" style={STYLE.row}>
        {title}
        {[beside.join(' · '), earlier.join(' · ')]
          .filter((words) => words !== '')
          .map((words) => (
            <div key={words} className="quiet" style={STYLE.detail}>
              {words}
            </div>
          ))}
        {signal !== '' && (
          <div
            className={isSignal ? 'ink' : 'quiet'}
            style={isSignal ? { ...STYLE.detail, color: STYLE.row.color, fontWeight: 600 } : STYLE.detail}
          >
            {isSignal && '◆ '}
            {signal}
          </div>
        )}
      </th>
      <td
        className={hasData ? 'ink line' : 'quiet line'}
        style={hasData ? STYLE.value : { ...STYLE.value, fontSize: 15, fontWeight: 400, color: STYLE.detail.color }}
      >
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

function Chart({ chart, source }: { chart: ReportChart; source: string | null }) {
  return (
    <>
      <h3 className="ink" style={{ ...STYLE.part, marginTop: 24 }}>
        {chart.title}
      </h3>
      <Text className="quiet" style={{ ...STYLE.when, marginBottom: 8 }}>
        {chart.sentence}
      </Text>
      {source !== null && (
        <Img
          src={source}
          alt={chart.alt}
          width={CHART.width}
          height={CHART.height}
          className="quiet"
          style={STYLE.picture}
        />
      )}
    </>
  )
}

function Services({ services, more }: { services: ReportServiceLine[]; more: string | null }) {
  const label = { ...STYLE.number, ...STYLE.label }
  return (
    <>
      <Heading>Services</Heading>
      <table width="100%" border={0} cellPadding={0} cellSpacing={0} style={STYLE.table}>
        <thead>
          <tr>
            <th scope="col" className="quiet" style={{ ...label, textAlign: 'left', paddingLeft: 0 }}>
              Service
            </th>
            {['Lead time', 'Deployments', 'Failed'].map((title) => (
              <th key={title} scope="col" className="quiet" style={label}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(services).map(({ key, one: { name, leadTime, deployments, failed } }) => (
            <tr key={key}>
              <th
                scope="row"
                className="ink line"
                style={{ ...STYLE.number, textAlign: 'left', fontWeight: 400, paddingLeft: 0 }}
              >
                {name}
              </th>
              <NumberCell>{leadTime}</NumberCell>
              <NumberCell>{deployments}</NumberCell>
              <NumberCell>{failed}</NumberCell>
            </tr>
          ))}
        </tbody>
      </table>
      {more !== null && <Quiet>{more}</Quiet>}
    </>
  )
}
