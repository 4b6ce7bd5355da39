import styles from './shown.module.css'

type Props = {
  subject: string
  /** The mail, whole; what it loads is inside it. */
  html: string
  text: string
}

/** A report as whoever gets it sees it: as mail, and as text beside it. */
export function Shown({ subject, html, text }: Props) {
  return (
    <div className={styles.both}>
      <section className={styles.asMail} aria-labelledby="as-mail">
        <h2 id="as-mail">As mail</h2>
        {/* Under the policy of this page, and nothing in it may run; a link of it opens beside this page. */}
        <iframe
          className={styles.mail}
          title={subject}
          srcDoc={html}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
      </section>
      <Written title="As text" text={text} />
    </div>
  )
}

/** A report as a channel that is no mail gets it. */
export function ShownText(props: { title: string; text: string }) {
  return (
    <div className={styles.both}>
      <Written {...props} />
    </div>
  )
}

function Written({ title, text }: { title: string; text: string }) {
  return (
    <section aria-labelledby="as-text">
      <h2 id="as-text">{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre className={styles.text} tabIndex={0}>
        {text}
      </pre>
    </section>
  )
}

export function Subject({ children }: { children: string }) {
  return (
    <p className={styles.subject}>
      <span className={styles.label}>Subject</span> {children}
    </p>
  )
}
