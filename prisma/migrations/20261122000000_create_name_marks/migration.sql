-- Creates the hashes by which people's names are recognised in free texts. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "name_marks" (
    "hash" TEXT NOT NULL,
    "whole" BOOLEAN NOT NULL,
    "version" BIGSERIAL NOT NULL,

    CONSTRAINT "name_marks_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "name_marks_version_idx" ON "name_marks"("version");
