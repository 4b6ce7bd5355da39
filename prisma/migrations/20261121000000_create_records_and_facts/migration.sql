-- Creates every table of records and facts in an empty database. Takes no lock that matters; a re-run fails at the first table and changes nothing.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "teams" (
    "name" TEXT NOT NULL,
    "sources" TEXT[],
    "time_zone" TEXT,
    "iteration" JSONB,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "services" (
    "name" TEXT NOT NULL,
    "sources" TEXT[],
    "team" TEXT,
    "repository" TEXT NOT NULL,
    "paths" JSONB,
    "production_environments" JSONB,
    "deployments" JSONB,
    "incidents" JSONB,
    "active" JSONB,
    "calendar" JSONB,
    "time_zone" TEXT,
    "hotfix" JSONB,
    "incident_window_hours" DOUBLE PRECISION,
    "slo" DOUBLE PRECISION,
    "cost_per_minute" DOUBLE PRECISION,
    "aliases" JSONB,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "services_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "repositories" (
    "name" TEXT NOT NULL,
    "sources" TEXT[],
    "url" TEXT,
    "default_branch" TEXT,
    "head_sha" TEXT,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "repositories_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "commits" (
    "repository" TEXT NOT NULL,
    "sha" TEXT NOT NULL,
    "sources" TEXT[],
    "parents" TEXT[],
    "authored_at" TIMESTAMPTZ(3) NOT NULL,
    "committed_at" TIMESTAMPTZ(3) NOT NULL,
    "author_hash" TEXT,
    "author_bot" BOOLEAN,
    "author_rank" SMALLINT NOT NULL DEFAULT 0,
    "subject" TEXT,
    "body" TEXT,
    "additions" INTEGER,
    "deletions" INTEGER,
    "paths" JSONB,
    "pull_request" INTEGER,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "commits_pkey" PRIMARY KEY ("repository","sha")
);

-- CreateTable
CREATE TABLE "pull_requests" (
    "repository" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "author_hash" TEXT,
    "author_bot" BOOLEAN,
    "base_branch" TEXT NOT NULL,
    "head_branch" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),
    "merged_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "merge_commit_sha" TEXT,
    "commits" JSONB,
    "labels" JSONB,
    "additions" INTEGER,
    "deletions" INTEGER,
    "changed_files" INTEGER,
    "url" TEXT,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pull_requests_pkey" PRIMARY KEY ("repository","source","number")
);

-- CreateTable
CREATE TABLE "reviews" (
    "repository" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "pull_request" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "author_hash" TEXT NOT NULL,
    "author_bot" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("repository","source","pull_request","id")
);

-- CreateTable
CREATE TABLE "pipeline_runs" (
    "repository" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "pipeline" TEXT NOT NULL,
    "event" TEXT,
    "branch" TEXT,
    "sha" TEXT NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "url" TEXT,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pipeline_runs_pkey" PRIMARY KEY ("repository","source","id","attempt")
);

-- CreateTable
CREATE TABLE "jobs" (
    "repository" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "run" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "needs" JSONB,
    "queued_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "runner" TEXT,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("repository","source","run","attempt","id")
);

-- CreateTable
CREATE TABLE "deployments" (
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "service" TEXT,
    "repository" TEXT,
    "environment" TEXT NOT NULL,
    "production" BOOLEAN,
    "sha" TEXT NOT NULL,
    "ref" TEXT,
    "created_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "pipeline_run" TEXT,
    "url" TEXT,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deployments_pkey" PRIMARY KEY ("source","id")
);

-- CreateTable
CREATE TABLE "tags" (
    "repository" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sources" TEXT[],
    "sha" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "prerelease" BOOLEAN,
    "url" TEXT,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tags_pkey" PRIMARY KEY ("repository","name")
);

-- CreateTable
CREATE TABLE "incidents" (
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "service" TEXT,
    "repository" TEXT,
    "title" TEXT NOT NULL,
    "severity" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "detected_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "caused_by" JSONB,
    "fixed_by" JSONB,
    "labels" JSONB,
    "url" TEXT,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("source","id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "source" TEXT NOT NULL,
    "deployment" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "url" TEXT,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("source","deployment","name")
);

-- CreateTable
CREATE TABLE "annotations" (
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "team" TEXT,
    "service" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "kind" TEXT,
    "text" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "annotations_pkey" PRIMARY KEY ("source","id")
);

-- CreateTable
CREATE TABLE "corrections" (
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "deployment" TEXT,
    "incident" TEXT,
    "says" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "corrections_pkey" PRIMARY KEY ("source","id")
);

-- CreateTable
CREATE TABLE "service_states" (
    "service" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "repository" TEXT NOT NULL,
    "configured" BOOLEAN NOT NULL,
    "settings" JSONB NOT NULL,
    "previous_rule" JSONB,
    "rule_since" TIMESTAMPTZ(3),
    "version" BIGINT NOT NULL DEFAULT 0,
    "derived_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "service_states_pkey" PRIMARY KEY ("service")
);

-- CreateTable
CREATE TABLE "deployment_facts" (
    "service" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "members" TEXT[],
    "fact" JSONB NOT NULL,

    CONSTRAINT "deployment_facts_pkey" PRIMARY KEY ("service","source","id")
);

-- CreateTable
CREATE TABLE "change_facts" (
    "service" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "deployed_at" TIMESTAMPTZ(3),
    "fact" JSONB NOT NULL,

    CONSTRAINT "change_facts_pkey" PRIMARY KEY ("service","id")
);

-- CreateTable
CREATE TABLE "incident_facts" (
    "service" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "linked_services" TEXT[],
    "fact" JSONB NOT NULL,

    CONSTRAINT "incident_facts_pkey" PRIMARY KEY ("service","source","id")
);

-- CreateTable
CREATE TABLE "quality_facts" (
    "service" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "quality_facts_pkey" PRIMARY KEY ("service","code","record")
);

-- CreateTable
CREATE TABLE "mention_facts" (
    "service" TEXT NOT NULL,
    "mention" TEXT NOT NULL,
    "deployment" TEXT NOT NULL,

    CONSTRAINT "mention_facts_pkey" PRIMARY KEY ("service","mention")
);

-- CreateTable
CREATE TABLE "stale_scopes" (
    "scope" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" BIGSERIAL NOT NULL,

    CONSTRAINT "stale_scopes_pkey" PRIMARY KEY ("scope","name")
);

-- CreateTable
CREATE TABLE "connections" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "managed_by_file" BOOLEAN NOT NULL DEFAULT false,
    "schedule" TEXT,
    "cursors" JSONB NOT NULL DEFAULT '{}',
    "config_hash" TEXT,
    "last_started_at" TIMESTAMPTZ(3),
    "last_finished_at" TIMESTAMPTZ(3),
    "last_error" JSONB,
    "last_counts" JSONB,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "rejected_rows" (
    "connection" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "payload" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rejected_rows_pkey" PRIMARY KEY ("connection","stream","position")
);

-- CreateTable
CREATE TABLE "heartbeats" (
    "name" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "heartbeats_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "settings" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "services_repository_idx" ON "services"("repository");

-- CreateIndex
CREATE INDEX "commits_sha_idx" ON "commits"("sha");

-- CreateIndex
CREATE INDEX "deployments_service_idx" ON "deployments"("service");

-- CreateIndex
CREATE INDEX "deployments_repository_idx" ON "deployments"("repository");

-- CreateIndex
CREATE INDEX "incidents_service_idx" ON "incidents"("service");

-- CreateIndex
CREATE INDEX "incidents_repository_idx" ON "incidents"("repository");

-- CreateIndex
CREATE UNIQUE INDEX "service_states_slug_key" ON "service_states"("slug");

-- CreateIndex
CREATE INDEX "service_states_repository_idx" ON "service_states"("repository");

-- CreateIndex
CREATE INDEX "deployment_facts_service_finished_at_idx" ON "deployment_facts"("service", "finished_at");

-- CreateIndex
CREATE INDEX "deployment_facts_members_idx" ON "deployment_facts" USING GIN ("members");

-- CreateIndex
CREATE INDEX "change_facts_service_deployed_at_idx" ON "change_facts"("service", "deployed_at");

-- CreateIndex
CREATE INDEX "incident_facts_linked_services_idx" ON "incident_facts" USING GIN ("linked_services");

-- CreateIndex
CREATE INDEX "mention_facts_mention_idx" ON "mention_facts"("mention");


