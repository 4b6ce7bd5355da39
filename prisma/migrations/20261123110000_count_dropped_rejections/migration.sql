-- Counts what a connection rejected and does not keep any more. Locks connections for an instant; a re-run fails and changes nothing.
-- AlterTable
ALTER TABLE "connections" ADD COLUMN "rejected_dropped" INTEGER NOT NULL DEFAULT 0;
