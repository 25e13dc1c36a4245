-- When the followers of a case were told of an update; null while that is still to do.
ALTER TABLE "case_update" ADD COLUMN "told_at" TIMESTAMPTZ(3);
UPDATE "case_update" SET "told_at" = "approved_at";
CREATE INDEX "case_update_told_at_idx" ON "case_update"("told_at");

-- Why the council stopped somebody from seeing a record: for its managers.
ALTER TABLE "follower" ADD COLUMN "block_reason_sealed" TEXT;

-- For the officers' lists.
CREATE INDEX "case_letter_case_id_sent_at_idx" ON "case_letter"("case_id", "sent_at");
DROP INDEX "case_letter_case_id_idx";
