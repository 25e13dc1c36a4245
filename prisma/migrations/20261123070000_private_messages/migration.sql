-- A message that only the council and one person of the family see.
ALTER TABLE "case_message" ADD COLUMN "private_to" TEXT;
