-- Gives every stream's cursor a row of its own, and a connection a revision. Locks connections while it runs; a re-run fails and changes nothing.
-- AlterTable
ALTER TABLE "connections" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "cursors" (
    "connection" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "cursor" JSONB NOT NULL,

    CONSTRAINT "cursors_pkey" PRIMARY KEY ("connection","stream")
);

-- AddForeignKey
ALTER TABLE "cursors" ADD CONSTRAINT "cursors_connection_fkey" FOREIGN KEY ("connection") REFERENCES "connections"("name") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "cursors" ("connection", "stream", "cursor")
SELECT c."name", each."key", each."value" FROM "connections" c, jsonb_each(c."cursors") each;

-- AlterTable
ALTER TABLE "connections" DROP COLUMN "cursors", DROP COLUMN "config_hash";
