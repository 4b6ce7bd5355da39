// The last lines of a mail: why somebody gets it, and the way to get it no more. They alone differ from one recipient to the next.
import { LIGHT } from '../../tokens'
import { named } from '../names'

const LONGEST_NAME = 80
const FONT = '-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif'
const QUIET = `margin:0;padding:16px 16px 24px;font-family:${FONT};font-size:12px;line-height:18px;text-align:center;color:${LIGHT.inkQuiet}`
const NO_LINK = 'To get it no more, ask whoever looks after Streamgauge where you work.'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** The archived report with the lines at its end; `url` shows a page that asks, null where nobody has said where the pages are. */
export function withFarewell(
  { html, text }: { html: string; text: string },
  { name, url }: { name: string; url: string | null },
): { html: string; text: string } {
  const why = `This goes to you as one who gets “${named(name, LONGEST_NAME)}”.`
  const way =
    url === null
      ? escaped(NO_LINK)
      : `<a href="${escaped(url)}" class="link" style="color:${LIGHT.accent}">Unsubscribe</a>`
  const end = html.lastIndexOf('</body>')
  const line = `<p class="quiet" style="${QUIET}">${escaped(why)} ${way}</p>`
  return {
    html: end < 0 ? html : `${html.slice(0, end)}${line}${html.slice(end)}`,
    text: `${text}\n${why}\n${url === null ? NO_LINK : `To unsubscribe:\n${url}`}\n`,
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)
}
