// The present moment: what happens after it is not known yet, and what it interrupts is unfinished.
import type { SourceRecord } from '../../lib/records/record'

/** The record as it is known at the present, or null if it is still to come. */
export function cutAt(record: SourceRecord, present: number): SourceRecord | null {
  const ahead = (time: string | undefined) => time !== undefined && Date.parse(time) > present
  const known = (time: string | undefined) => (ahead(time) ? undefined : time)
  switch (record.type) {
    case 'commit':
      return ahead(record.committedAt) ? null : record
    case 'pull_request': {
      if (ahead(record.createdAt)) return null
      const mergedAt = known(record.mergedAt)
      return {
        ...record,
        readyAt: known(record.readyAt),
        mergedAt,
        closedAt: known(record.closedAt),
        mergeCommitSha: mergedAt === undefined ? undefined : record.mergeCommitSha,
        commits: record.commits?.filter(({ authoredAt }) => !ahead(authoredAt)),
      }
    }
    case 'review':
      return ahead(record.submittedAt) ? null : record
    case 'pipeline_run':
    case 'job': {
      if (ahead(record.queuedAt)) return null
      const [startedAt, finishedAt] = [known(record.startedAt), known(record.finishedAt)]
      const status = ahead(record.startedAt) ? 'queued' : ahead(record.finishedAt) ? 'running' : record.status
      return { ...record, startedAt, finishedAt, status }
    }
    case 'deployment': {
      if (ahead(record.createdAt)) return null
      const [startedAt, finishedAt] = [known(record.startedAt), known(record.finishedAt)]
      const status = ahead(record.startedAt) ? 'pending' : ahead(record.finishedAt) ? 'running' : record.status
      return { ...record, startedAt, finishedAt, status }
    }
    case 'tag':
      return ahead(record.publishedAt ?? record.createdAt) ? null : record
    case 'incident': {
      if (ahead(record.startedAt)) return null
      const open = ahead(record.resolvedAt)
      return {
        ...record,
        detectedAt: known(record.detectedAt),
        acknowledgedAt: known(record.acknowledgedAt),
        resolvedAt: known(record.resolvedAt),
        fixedBy: open ? undefined : record.fixedBy,
      }
    }
    case 'verification':
    case 'annotation':
    case 'correction':
      return ahead(record.at) ? null : record
    default:
      return record
  }
}
