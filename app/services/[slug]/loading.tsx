import styles from './loading.module.css'

/** The page's shape while its facts are read. Without JavaScript the page itself follows in its place. */
export default function Loading() {
  return (
    <>
      <noscript>
        <style>{`.${styles.skeleton}{display:none}body>div[hidden][id^="S:"]{display:block!important}`}</style>
      </noscript>
      <div className={styles.skeleton} role="status" aria-label="Loading">
        <div className={styles.title} />
        <div className={styles.line} />
        <div className={styles.headline} />
        <div className={styles.figures}>
          {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => (
            <div key={name} />
          ))}
        </div>
        <div className={styles.stream} />
        <div className={styles.rows} />
      </div>
    </>
  )
}
