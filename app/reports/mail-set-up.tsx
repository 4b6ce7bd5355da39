import type { Env } from '../../lib/env'
import styles from './reports.module.css'

/** What is missing for mail to go out as it should, and how to set it up. */
export function MailSetUp({ mail, url }: Pick<Env, 'mail' | 'url'>) {
  if (mail && url) return null
  return (
    <div role="note" className={styles.note}>
      {!mail && (
        <>
          <p>
            <span aria-hidden="true">⚑ </span>No mail goes out yet: nobody has said through which server. Reports can be
            added meanwhile. Start Streamgauge with both of these, with your own words:
          </p>
          <pre>
            <code>
              {'STREAMGAUGE_SMTP_URL=smtps://user:password@mail.example.org\n'}
              {'STREAMGAUGE_MAIL_FROM="Streamgauge <streamgauge@example.org>"'}
            </code>
          </pre>
        </>
      )}
      {!url && (
        <p>
          {mail && <span aria-hidden="true">⚑ </span>}
          Reports have no links, also none to unsubscribe, until <code>STREAMGAUGE_URL</code> says at which address
          their readers reach these pages.
        </p>
      )}
    </div>
  )
}
