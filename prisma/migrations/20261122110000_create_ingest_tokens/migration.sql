-- Creates the tokens with which pipelines send records. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "ingest_tokens" (
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "ingest_tokens_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "ingest_tokens_hash_key" ON "ingest_tokens"("hash");
