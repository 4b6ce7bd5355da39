import { formatAgo } from '../../lib/format'
import type { IngestToken } from '../../lib/store/ingest-tokens'
import controls from '../_ui/controls.module.css'
import table from '../_ui/table.module.css'
import { removeToken } from './actions'
import styles from './sources.module.css'
import { TokenForm } from './token-form'

/** Who may send records, for pipelines that no source reads. */
export function Tokens({ tokens, now }: { tokens: IngestToken[]; now: number }) {
  return (
    <section className={styles.section} aria-labelledby="tokens">
      <h2 id="tokens">Anything else, with one line</h2>
      <p className="quiet">
        A pipeline of any kind can report its deployments and incidents itself: make a token, then add a line such as{' '}
        <code>curl -H "Authorization: Bearer $TOKEN" …/api/hooks/deployment -d service=shop -d sha=$GIT_SHA</code>.
      </p>
      {tokens.length > 0 && (
        <table className={table.table}>
          <caption className="visually-hidden">Tokens</caption>
          <thead>
            <tr>
              <th scope="col">Token</th>
              <th scope="col">Last used</th>
              <th scope="col" className={table.end}>
                <span className="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tokens.map(({ name, lastUsedAt }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>{lastUsedAt === null ? 'never' : formatAgo(Date.parse(lastUsedAt), now, 'UTC')}</td>
                <td className={`${table.end} ${table.fit}`}>
                  <form action={removeToken.bind(null, name)}>
                    <button type="submit" className={controls.button}>
                      Refuse from now on
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <TokenForm />
    </section>
  )
}
