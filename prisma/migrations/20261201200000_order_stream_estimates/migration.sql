-- Estimated stages have an order that a person chose. A column with a constant default is added without rewriting the table: a brief
-- exclusive lock. Those that are there have the same position and stay in the order in which they were added. Not to be run twice.
ALTER TABLE "stream_estimates" ADD COLUMN "position" INTEGER NOT NULL DEFAULT 0;
