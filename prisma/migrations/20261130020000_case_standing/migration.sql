-- Where each case stood on a day, worked out from its events and kept so that the officers' lists need not work it out again.
CREATE TABLE "case_standing" (
    "case_id" UUID NOT NULL,
    "as_of" DATE NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "made_by" TEXT NOT NULL,
    "standing" JSONB NOT NULL,

    CONSTRAINT "case_standing_pkey" PRIMARY KEY ("case_id")
);
ALTER TABLE "case_standing" ADD CONSTRAINT "case_standing_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- For what was written to families since a moment.
CREATE INDEX "case_update_approved_at_idx" ON "case_update"("approved_at");
CREATE INDEX "case_message_sent_at_idx" ON "case_message"("sent_at");
CREATE INDEX "case_letter_sent_at_idx" ON "case_letter"("sent_at");
CREATE INDEX "case_file_changed_at_idx" ON "case_file"("changed_at");
