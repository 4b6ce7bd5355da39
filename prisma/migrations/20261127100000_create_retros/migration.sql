-- Creates retros with their notes, votes and actions. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "retros" (
    "id" UUID NOT NULL,
    "team_key" TEXT NOT NULL,
    "from_day" TEXT NOT NULL,
    "to_day" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "pack" JSONB NOT NULL,

    CONSTRAINT "retros_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retro_notes" (
    "id" UUID NOT NULL,
    "retro" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retro_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retro_votes" (
    "note" UUID NOT NULL,
    "ballot" TEXT NOT NULL,

    CONSTRAINT "retro_votes_pkey" PRIMARY KEY ("note","ballot")
);

-- CreateTable
CREATE TABLE "retro_actions" (
    "id" UUID NOT NULL,
    "retro" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "owner_role" TEXT NOT NULL,
    "due" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "weeks" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retro_actions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "retros_team_key_to_day_from_day_key" ON "retros"("team_key", "to_day", "from_day");

-- CreateIndex
CREATE INDEX "retro_notes_retro_idx" ON "retro_notes"("retro");

-- CreateIndex
CREATE INDEX "retro_actions_retro_idx" ON "retro_actions"("retro");

-- AddForeignKey
ALTER TABLE "retro_notes" ADD CONSTRAINT "retro_notes_retro_fkey" FOREIGN KEY ("retro") REFERENCES "retros"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "retro_votes" ADD CONSTRAINT "retro_votes_note_fkey" FOREIGN KEY ("note") REFERENCES "retro_notes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "retro_actions" ADD CONSTRAINT "retro_actions_retro_fkey" FOREIGN KEY ("retro") REFERENCES "retros"("id") ON DELETE CASCADE ON UPDATE CASCADE;
