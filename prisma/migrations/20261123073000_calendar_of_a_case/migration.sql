-- An address is for the dates of one case, in the words its owner chose.
ALTER TABLE "calendar_address" ADD COLUMN "case_id" UUID NOT NULL;
ALTER TABLE "calendar_address" ADD COLUMN "language" TEXT NOT NULL DEFAULT 'en-GB';
ALTER TABLE "calendar_address" ADD COLUMN "shows_initials" BOOLEAN NOT NULL DEFAULT false;
-- The last day on which it was fetched: a calendar that asks every hour is one line of the audit trail a day.
ALTER TABLE "calendar_address" ADD COLUMN "fetched_on" DATE;
ALTER TABLE "calendar_address" ADD CONSTRAINT "calendar_address_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "calendar_address_case_id_idx" ON "calendar_address"("case_id");
