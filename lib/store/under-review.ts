// Pull requests with their reviews: how far an open one came is asked when it is looked at, no fact holds it.
import type { PullRequestInput, ReviewInput } from '../records/loaded'
import { PULL_COLUMNS, PullRow, REVIEW_COLUMNS, ReviewRow, rows } from './records'

/** Every source's version of these pull requests, and their reviews, oldest first. */
export async function loadUnderReview(
  repository: string,
  numbers: number[],
): Promise<{ pulls: PullRequestInput[]; reviews: ReviewInput[] }> {
  if (numbers.length === 0) return { pulls: [], reviews: [] }
  const [pulls, reviews] = await Promise.all([
    rows(
      PullRow,
      `select ${PULL_COLUMNS} from pull_requests where repository = $1 and number = any($2) and not deleted order by number, source`,
      [repository, numbers],
    ),
    rows(
      ReviewRow,
      `select ${REVIEW_COLUMNS} from reviews where repository = $1 and pull_request = any($2) and not deleted
       order by submitted_at, source, id`,
      [repository, numbers],
    ),
  ])
  return { pulls, reviews }
}
