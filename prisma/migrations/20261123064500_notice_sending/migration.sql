-- What sending needs to know of a notice, so that a killed process leaves no doubt that need not be.
ALTER TABLE "notice" ADD COLUMN "slots_sealed" TEXT;
ALTER TABLE "notice" ADD COLUMN "large_print" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "notice" ADD COLUMN "not_before" TIMESTAMPTZ(3);
ALTER TABLE "notice" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "notice" ADD COLUMN "queued_at" TIMESTAMPTZ(3);
ALTER TABLE "notice" ADD COLUMN "claim" TEXT;
ALTER TABLE "notice" ADD COLUMN "via" TEXT;
ALTER TABLE "notice" ADD COLUMN "handed_at" TIMESTAMPTZ(3);
CREATE INDEX "notice_user_id_idx" ON "notice"("user_id");

CREATE TABLE "job_run" (
    "name" TEXT NOT NULL,
    "ran_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "job_run_pkey" PRIMARY KEY ("name")
);
