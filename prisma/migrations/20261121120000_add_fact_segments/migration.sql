-- Facts become columns cut by quarters; the rows that stay are for reading single facts. Locks the fact tables exclusively for a moment.
-- All facts are derived anew at the next start, so the old ones go; no record is touched. A re-run fails at the first statement and changes nothing.
CREATE TABLE "fact_segments" (
    "service" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "segment" INTEGER NOT NULL,
    "core" BYTEA NOT NULL,
    "details" BYTEA NOT NULL,
    "late_until" TIMESTAMPTZ(3),
    "digest" BYTEA NOT NULL,

    CONSTRAINT "fact_segments_pkey" PRIMARY KEY ("service","kind","segment")
);

-- Their bytes do not compress well enough to pay for it.
ALTER TABLE "fact_segments" ALTER COLUMN "core" SET STORAGE EXTERNAL;

DROP TABLE "quality_facts";

TRUNCATE "change_facts", "deployment_facts";
DROP INDEX "change_facts_service_deployed_at_idx";
ALTER TABLE "change_facts" DROP COLUMN "deployed_at", ADD COLUMN "segment" INTEGER NOT NULL;
CREATE INDEX "change_facts_service_segment_idx" ON "change_facts"("service", "segment");

DROP INDEX "deployment_facts_service_finished_at_idx";
ALTER TABLE "deployment_facts" DROP COLUMN "finished_at", ADD COLUMN "segment" INTEGER NOT NULL;
CREATE INDEX "deployment_facts_service_segment_idx" ON "deployment_facts"("service", "segment");

ALTER TABLE "service_states" ADD COLUMN "deployed_count" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "deployed_from" TIMESTAMPTZ(3),
    ADD COLUMN "deployed_until" TIMESTAMPTZ(3);

-- One sequence for all services: a version is never used twice, not even by a service that went and came back.
CREATE SEQUENCE "facts_version_seq";
SELECT setval('facts_version_seq', (SELECT coalesce(max("version"), 0) + 1 FROM "service_states"));
CREATE INDEX "service_states_version_idx" ON "service_states"("version");
