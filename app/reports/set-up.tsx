import type { Env } from '../../lib/env'
import styles from './reports.module.css'

type Props = Pick<Env, 'mail' | 'url'> & {
  /** False where nothing goes out by mail. */
  byMail?: boolean
}

/** What is missing for reports to go out as they should, and how to set it up. */
export function SetUp({ mail, url, byMail = true }: Props) {
  const lacksServer = byMail && !mail
  if (!lacksServer && url) return null
  return (
    <div role="note" className={styles.note}>
      {lacksServer && (
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
          {!lacksServer && <span aria-hidden="true">⚑ </span>}
          Reports have no links{byMail && ', also none to unsubscribe'}, until <code>STREAMGAUGE_URL</code> says at
          which address their readers reach these pages.
        </p>
      )}
    </div>
  )
}
