-- Creates the estimated stages of value streams. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "stream_estimates" (
    "id" UUID NOT NULL,
    "about" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "active_seconds" DOUBLE PRECISION NOT NULL,
    "wait_seconds" DOUBLE PRECISION NOT NULL,
    "complete_accurate" DOUBLE PRECISION,
    "estimated_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "stream_estimates_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "stream_estimates_about_owner_idx" ON "stream_estimates"("about", "owner");
