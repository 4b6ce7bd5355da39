import styles from './skeleton.module.css'

/**
 * The page's shape while many facts are read for the first time. NOTE: not Next's loading.tsx, which would stand before every
 * answer: then no service could answer 404, no address could point at a row, and nothing would be there without JavaScript.
 */
export function Skeleton({ address }: { address: string }) {
  return (
    <>
      <noscript>
        {/* Once they are read, the page comes whole. NOTE: without an address a page at a fragment would not be asked for again. */}
        <meta httpEquiv="refresh" content={`1;url=${address}`} />
      </noscript>
      <div className={styles.skeleton} role="status" aria-label="The facts of this service are being read">
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
