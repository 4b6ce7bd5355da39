import { viewQuery } from '../lib/insights/overview-view'
import { withQuery } from '../lib/insights/page-window'
import { demoDay } from '../lib/store/demo'
import { listViews } from '../lib/store/saved-views'
import { href, type Query } from './_ui/query'
import { deleteView } from './overview-actions'
import { ViewsForm } from './overview-views-form'
import styles from './page.module.css'

/** The views that have a name, each a link, and a form that gives this one a name. */
export async function SavedViews({ query }: { query: Query }) {
  const [views, demo] = await Promise.all([listViews(), demoDay()])
  const view = viewQuery(href('', query, {})) ?? ''
  const summary = views.length === 0 ? 'Views' : `Views (${views.length})`
  if (demo !== null) {
    return (
      <details className={`${styles.sheet} ${styles.views}`}>
        <summary>{summary}</summary>
        <div>
          <p>
            A view is its link: copy the address to share or keep it. Your own Streamgauge saves views under a name; the
            demonstration does not.
          </p>
        </div>
      </details>
    )
  }
  return (
    <ViewsForm summary={summary} view={view}>
      {views.length > 0 && (
        <ul>
          {views.map((one) => (
            <li key={one.name}>
              <a href={withQuery('/', one.query)} aria-current={one.query === view ? 'page' : undefined}>
                <bdi>{one.name}</bdi>
              </a>
              <form action={deleteView}>
                <input type="hidden" name="name" value={one.name} />
                <button type="submit" className={styles.quiet}>
                  Delete<span className="visually-hidden"> the view {one.name}</span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
    </ViewsForm>
  )
}
