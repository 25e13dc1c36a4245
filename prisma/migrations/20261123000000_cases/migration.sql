-- Written by hand to match prisma/schema.prisma (a test compares the two); see docs/decisions/003.

CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "first_name_sealed" TEXT,
    "last_name_sealed" TEXT,
    "date_of_birth_sealed" TEXT,
    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "person_reference_key" ON "person"("reference");

CREATE TABLE "officer" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "name_sealed" TEXT,
    "email_sealed" TEXT,
    "phone_sealed" TEXT,
    "team" TEXT,
    CONSTRAINT "officer_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "officer_reference_key" ON "officer"("reference");

CREATE TABLE "advice_body" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "advice_body_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "case_file" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "person_id" UUID,
    "officer_id" UUID,
    "quadrant" TEXT,
    "district" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "case_file_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "case_file_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "case_file_officer_id_fkey" FOREIGN KEY ("officer_id") REFERENCES "officer"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "case_file_reference_key" ON "case_file"("reference");
CREATE INDEX "case_file_person_id_idx" ON "case_file"("person_id");
CREATE INDEX "case_file_officer_id_idx" ON "case_file"("officer_id");

CREATE TABLE "case_event" (
    "sender" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "on" DATE,
    "event" JSONB NOT NULL,
    "note_sealed" TEXT,
    "digest" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "case_event_pkey" PRIMARY KEY ("sender", "event_id"),
    CONSTRAINT "case_event_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "case_event_case_id_idx" ON "case_event"("case_id");
CREATE INDEX "case_event_type_on_idx" ON "case_event"("type", "on");

CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "case_id" UUID,
    "detail" JSONB NOT NULL,
    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "audit_entry_case_id_at_idx" ON "audit_entry"("case_id", "at");

CREATE TABLE "used_signature" (
    "signature" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "used_signature_pkey" PRIMARY KEY ("signature")
);
CREATE INDEX "used_signature_used_at_idx" ON "used_signature"("used_at");

-- What happened, and who did what, is added to and never altered, whoever asks.
CREATE FUNCTION refuse_to_alter() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
  RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME;
END $refuse$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_alter();
