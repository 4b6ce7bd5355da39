// A report as HTML for mail: tables and inline styles, 600 px, light and dark. Whatever is in a name, it is text.
import { Container } from '@react-email/container'
import { Head } from '@react-email/head'
import { Html } from '@react-email/html'
import { Link } from '@react-email/link'
import { Preview } from '@react-email/preview'
import { render } from '@react-email/render'
import { Text } from '@react-email/text'
import type { CSSProperties, ReactNode } from 'react'
import { cidOf } from './charts'
import { Chart, Figures, Heading, keyed, Lines, Quiet, Section, Services } from './email-parts'
import { SHEET, STYLE, WIDTH } from './email-style'
import type { Report, ReportChart } from './report'
import { COMPLETE, NOTHING } from './text'

/** Where the picture of a chart is: in the mail itself, or wherever a preview has it. Null: there is none. */
export type PictureSource = (chart: ReportChart) => string | null

export function inMail(chart: ReportChart): string {
  return `cid:${cidOf(chart)}`
}

export async function reportHtml(report: Report, source: PictureSource = inMail): Promise<string> {
  return await render(<Mail report={report} source={source} />)
}

type MailProps = { report: Report; source: PictureSource }

function Mail({ report, source }: MailProps) {
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{report.subject}</title>
        <style>{SHEET}</style>
      </Head>
      {/* NOTE: not the Body of react-email: the cell that it puts around everything has no class, so that it stays light in the dark. */}
      <body className="paper" style={STYLE.body}>
        <Preview>{report.lead}</Preview>
        <Sheet className="paper" style={STYLE.body}>
          <Container className="column" width={WIDTH} style={STYLE.column}>
            <Sheet className="raised side" style={STYLE.side}>
              <Content report={report} source={source} />
            </Sheet>
          </Container>
        </Sheet>
      </body>
    </Html>
  )
}

/** As wide as what it is in. Some programs drop the body of a mail with its colours, and keep a cell. */
function Sheet({ className, style, children }: { className: string; style: CSSProperties; children: ReactNode }) {
  return (
    <table role="presentation" width="100%" border={0} cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          <td className={className} style={style}>
            {children}
          </td>
        </tr>
      </tbody>
    </table>
  )
}

function Content({ report, source }: MailProps) {
  const { about, period, when, lead, figures, signalNote, charts, services, servicesMore } = report
  const { stoodOut, doubts, retro, link, foot } = report
  return (
    <>
      <h1 className="ink" style={STYLE.title}>
        {about}
      </h1>
      <Quiet>{period}</Quiet>
      <Text className="ink" style={STYLE.lead}>
        {lead}
      </Text>
      <Heading>Figures</Heading>
      <Quiet>{when}</Quiet>
      <Figures lines={figures} />
      <Quiet>{signalNote}</Quiet>
      <Heading>What stood out</Heading>
      {keyed(stoodOut).map(({ key, one }) => (
        <Section key={key} section={one} />
      ))}
      {stoodOut.length === 0 && <Lines lines={[NOTHING]} />}
      {charts.length > 0 && <Heading>Weeks</Heading>}
      {charts.map((chart) => (
        <Chart key={chart.id} chart={chart} source={source(chart)} />
      ))}
      {services.length > 0 && <Services services={services} more={servicesMore} />}
      <Heading>Missing or doubtful</Heading>
      <Lines lines={doubts.length === 0 ? [COMPLETE] : doubts} />
      {retro && (
        <>
          <Heading>{retro.title}</Heading>
          <Lines lines={retro.lines} />
        </>
      )}
      {link !== null && (
        <Text style={STYLE.way}>
          <Link href={link} className="link" style={STYLE.link}>
            Open the same days in Streamgauge
          </Link>
        </Text>
      )}
      <div style={STYLE.end}>
        {keyed(foot).map(({ key, one }) => (
          <Text key={key} className="quiet" style={STYLE.foot}>
            {one}
          </Text>
        ))}
      </div>
    </>
  )
}
