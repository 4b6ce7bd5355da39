-- Creates the limits that teams agreed on. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "team_agreements" (
    "team_key" TEXT NOT NULL,
    "agreement" TEXT NOT NULL,
    "limit_value" DOUBLE PRECISION NOT NULL,
    "agreed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "team_agreements_pkey" PRIMARY KEY ("team_key","agreement")
);
