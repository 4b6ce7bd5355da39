-- Creates the list of webhook deliveries that were taken. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "deliveries" (
    "connection" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("connection","id")
);

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_connection_fkey" FOREIGN KEY ("connection") REFERENCES "connections"("name") ON DELETE CASCADE ON UPDATE CASCADE;
