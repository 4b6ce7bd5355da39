export type Exclusion = 'baseline' | 'aggregate' | 'clock'

/** A merged pull request, a direct commit, or an open or abandoned pull request, as one service sees it. Instants are epoch milliseconds. */
export type ChangeFact = {
  /** `pr:<number>` or `commit:<sha>`. */
  id: string
  title: string
  url: string | null
  bot: boolean
  hotfix: boolean
  /** The clock start. */
  startAt: number
  /** When the pull request was opened; null for a direct commit. */
  createdAt: number | null
  mergedAt: number | null
  closedAt: number | null
  /** When it reached the default branch; null when it has not, or never did. */
  reachedAt: number | null
  /** The deployment that delivered it, or the baseline that already held it. */
  deployment: string | null
  deployedAt: number | null
  /** It only carries other pull requests' commits (a release or a back-merge); known before delivery. */
  aggregate: boolean
  /** Why figures leave it out: baseline before aggregate before clock. */
  excluded: Exclusion | null
  /** The nine boundaries of METRICS section 3 for a delivered, not excluded change. */
  boundaries: number[] | null
  /** Which of the eight stages were observed. */
  observed: boolean[] | null
  /** Its own commits, without merge commits. */
  commits: { sha: string; authoredAt: number }[]
  additions: number | null
  deletions: number | null
}
