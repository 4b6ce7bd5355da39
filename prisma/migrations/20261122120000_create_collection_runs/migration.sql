-- Keeps how each collection went, and lets a connection be paused or wait. Locks connections while it runs; a re-run fails and changes nothing.
-- AlterTable
ALTER TABLE "connections" DROP COLUMN "last_counts",
ADD COLUMN     "paused" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "waiting_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "collection_runs" (
    "connection" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "records" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL,
    "streams" JSONB NOT NULL,
    "error" JSONB,
    "budget" JSONB,
    "progress" JSONB,

    CONSTRAINT "collection_runs_pkey" PRIMARY KEY ("connection","started_at")
);

-- AddForeignKey
ALTER TABLE "collection_runs" ADD CONSTRAINT "collection_runs_connection_fkey" FOREIGN KEY ("connection") REFERENCES "connections"("name") ON DELETE CASCADE ON UPDATE CASCADE;
