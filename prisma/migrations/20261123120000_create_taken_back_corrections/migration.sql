-- Creates the list of corrections that people took back. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "taken_back_corrections" (
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "deployment" TEXT,
    "incident" TEXT,
    "service" TEXT,
    "repository" TEXT,
    "says" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "taken_back_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "taken_back_corrections_pkey" PRIMARY KEY ("source","id","taken_back_at")
);

-- CreateIndex
CREATE INDEX "taken_back_corrections_deployment_idx" ON "taken_back_corrections"("deployment");
