import { Notice } from '../_ui/notice'

/** Nothing of one's own is mixed with the demonstration. */
export function InDemo() {
  return (
    <>
      <h1>Sources</h1>
      <Notice title="A demonstration has no sources">
        <p>
          To connect your own, stop Streamgauge with Ctrl-C and start it on a database of your own; then come back to
          this page.
        </p>
        <pre>
          <code>npm start -- --no-demo</code>
        </pre>
      </Notice>
    </>
  )
}
