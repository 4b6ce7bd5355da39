-- Creates the views of the overview that somebody gave a name. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "saved_views" (
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("name")
);
