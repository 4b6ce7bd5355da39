-- Creates the saved future states of services' value streams. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "future_states" (
    "id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reasons" TEXT NOT NULL,
    "edits" TEXT NOT NULL,
    "window_from" TIMESTAMPTZ(3) NOT NULL,
    "window_to" TIMESTAMPTZ(3) NOT NULL,
    "changes" INTEGER NOT NULL,
    "today_seconds" DOUBLE PRECISION NOT NULL,
    "median_seconds" DOUBLE PRECISION NOT NULL,
    "low_seconds" DOUBLE PRECISION,
    "high_seconds" DOUBLE PRECISION,
    "flow_efficiency" DOUBLE PRECISION,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "future_states_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "future_states_service_idx" ON "future_states"("service");
