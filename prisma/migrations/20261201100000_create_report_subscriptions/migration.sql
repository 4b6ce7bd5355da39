-- Creates who gets which report, every sending of one, and the archive of what was sent. Takes no lock that matters; a re-run fails and changes nothing.
-- CreateTable
CREATE TABLE "report_subscriptions" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "rhythm" JSONB NOT NULL,
    "time_zone" TEXT NOT NULL,
    "channel" JSONB NOT NULL,
    "wait_hours" INTEGER NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "declared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_recipients" (
    "id" UUID NOT NULL,
    "subscription" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "listed" BOOLEAN NOT NULL DEFAULT true,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "unsubscribed_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_because" TEXT,

    CONSTRAINT "report_recipients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sent_reports" (
    "id" UUID NOT NULL,
    "subscription" UUID,
    "period" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "subject" TEXT NOT NULL,
    "report" JSONB NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "markdown" TEXT NOT NULL,
    "pictures" JSONB NOT NULL,

    CONSTRAINT "sent_reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_sendings" (
    "id" UUID NOT NULL,
    "subscription" UUID,
    "period" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "report" UUID,
    "state" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "waits_until" TIMESTAMPTZ(3) NOT NULL,
    "next_try_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "first_tried_at" TIMESTAMPTZ(3),
    "claimed_by" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "data_begun_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "message_id" TEXT,
    "last_error" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_sendings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "report_subscriptions_name_key" ON "report_subscriptions"("name");

-- CreateIndex
CREATE UNIQUE INDEX "report_recipients_subscription_address_key" ON "report_recipients"("subscription", "address");

-- CreateIndex
CREATE INDEX "sent_reports_made_at_idx" ON "sent_reports"("made_at");

-- CreateIndex
CREATE UNIQUE INDEX "sent_reports_subscription_period_occasion_key" ON "sent_reports"("subscription", "period", "occasion");

-- CreateIndex
CREATE INDEX "report_sendings_next_try_at_idx" ON "report_sendings"("next_try_at");

-- CreateIndex
CREATE INDEX "report_sendings_state_idx" ON "report_sendings"("state");

-- CreateIndex
CREATE INDEX "report_sendings_report_idx" ON "report_sendings"("report");

-- CreateIndex
CREATE INDEX "report_sendings_due_at_idx" ON "report_sendings"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "report_sendings_subscription_period_recipient_occasion_key" ON "report_sendings"("subscription", "period", "recipient", "occasion");

-- AddForeignKey
ALTER TABLE "report_recipients" ADD CONSTRAINT "report_recipients_subscription_fkey" FOREIGN KEY ("subscription") REFERENCES "report_subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sent_reports" ADD CONSTRAINT "sent_reports_subscription_fkey" FOREIGN KEY ("subscription") REFERENCES "report_subscriptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_sendings" ADD CONSTRAINT "report_sendings_subscription_fkey" FOREIGN KEY ("subscription") REFERENCES "report_subscriptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_sendings" ADD CONSTRAINT "report_sendings_report_fkey" FOREIGN KEY ("report") REFERENCES "sent_reports"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was sent stays what was sent, whoever asks.
CREATE FUNCTION "keep_sent_report"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A report that was sent never changes.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER "sent_reports_stay" BEFORE UPDATE ON "sent_reports" FOR EACH ROW EXECUTE FUNCTION "keep_sent_report"();
