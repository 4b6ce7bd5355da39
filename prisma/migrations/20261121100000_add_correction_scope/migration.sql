-- Lets a correction say whose deployment it means. Locks corrections for a moment, without rewriting it; a re-run fails at the first column and changes nothing.
-- AlterTable
ALTER TABLE "corrections" ADD COLUMN     "repository" TEXT,
ADD COLUMN     "service" TEXT;
