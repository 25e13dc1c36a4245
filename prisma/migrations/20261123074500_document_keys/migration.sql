-- A document that was not taken has no key any more: what may be left of its bytes opens for nobody.
ALTER TABLE "case_document" ALTER COLUMN "key_sealed" DROP NOT NULL;
UPDATE "case_document" SET "key_sealed" = NULL WHERE "key_sealed" = '';
