-- Finds the latest events of a repository, for trying a deployment rule. Locks each table against writing while its index is built; a re-run fails and changes nothing.
-- CreateIndex
CREATE INDEX "pull_requests_repository_merged_at_idx" ON "pull_requests"("repository", "merged_at");

-- CreateIndex
CREATE INDEX "pipeline_runs_repository_queued_at_idx" ON "pipeline_runs"("repository", "queued_at");

-- A job that never started stands where it was queued; Prisma's schema cannot say an index of an expression.
CREATE INDEX "jobs_repository_at_idx" ON "jobs"("repository", (coalesce("started_at", "queued_at")) DESC NULLS LAST);
