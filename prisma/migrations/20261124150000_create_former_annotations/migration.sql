-- Creates the list of what annotations said before somebody changed or removed them. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "former_annotations" (
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "team" TEXT,
    "service" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "kind" TEXT,
    "text" TEXT NOT NULL,
    "said_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_annotations_pkey" PRIMARY KEY ("source","id","ended_at")
);

-- CreateIndex
CREATE INDEX "former_annotations_ended_at_idx" ON "former_annotations"("ended_at");
