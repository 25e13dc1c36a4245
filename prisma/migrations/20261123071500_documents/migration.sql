-- Each new beginning of an arrival has the next number: what an older one still writes is not counted.
ALTER TABLE "case_document" ADD COLUMN "arrival" INTEGER NOT NULL DEFAULT 0;
-- Whether the others who follow the child do not see it.
ALTER TABLE "case_document" ADD COLUMN "for_uploader_only" BOOLEAN NOT NULL DEFAULT false;
-- When an officer let the family have it.
ALTER TABLE "case_document" ADD COLUMN "released_at" TIMESTAMPTZ(3);
ALTER TABLE "case_document" ADD COLUMN "released_by" TEXT;
CREATE INDEX "case_document_message_id_idx" ON "case_document"("message_id");
