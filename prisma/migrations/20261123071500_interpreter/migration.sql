-- In which language somebody wants an interpreter, in their own words.
ALTER TABLE "contact_choice" ADD COLUMN "interpreter_sealed" TEXT;
