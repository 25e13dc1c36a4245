-- Written by hand to match prisma/schema.prisma (a test compares the two); see docs/decisions/003.

CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "two_factor_enabled" BOOLEAN DEFAULT false,
    "kind" TEXT NOT NULL DEFAULT 'family',
    "staff_role" TEXT,
    "officer_id" UUID,
    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "user_id" TEXT NOT NULL,
    "second_factor_at" TIMESTAMPTZ(3),
    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

CREATE TABLE "two_factor" (
    "id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "verified" BOOLEAN DEFAULT true,
    "failed_verification_count" INTEGER DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    CONSTRAINT "two_factor_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "two_factor_secret_idx" ON "two_factor"("secret");
CREATE INDEX "two_factor_user_id_idx" ON "two_factor"("user_id");

CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMPTZ(3),
    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "follower" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "parts" TEXT[],
    "ends_on" DATE,
    "ended_at" TIMESTAMPTZ(3),
    "ended_because" TEXT,
    "blocked_at" TIMESTAMPTZ(3),
    "let_in_by" TEXT,
    "hides_contact" BOOLEAN NOT NULL DEFAULT true,
    CONSTRAINT "follower_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "follower_person_id_user_id_key" ON "follower"("person_id", "user_id");
CREATE INDEX "follower_user_id_idx" ON "follower"("user_id");

CREATE TABLE "activation_code" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "relation" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "wrong_tries" INTEGER NOT NULL DEFAULT 0,
    "locked_at" TIMESTAMPTZ(3),
    "lock_seen_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),
    "used_by" TEXT,
    CONSTRAINT "activation_code_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "activation_code_code_hash_key" ON "activation_code"("code_hash");
CREATE INDEX "activation_code_person_id_idx" ON "activation_code"("person_id");

CREATE TABLE "supporter_invitation" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "invited_by" TEXT NOT NULL,
    "name_sealed" TEXT NOT NULL,
    "email_sealed" TEXT NOT NULL,
    "parts" TEXT[],
    "ends_on" DATE NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "accepted_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    CONSTRAINT "supporter_invitation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "supporter_invitation_token_hash_key" ON "supporter_invitation"("token_hash");
CREATE INDEX "supporter_invitation_person_id_idx" ON "supporter_invitation"("person_id");

CREATE TABLE "rights_decision" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "follower_id" UUID,
    "parts" TEXT[],
    "on" DATE,
    "reason_sealed" TEXT,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,
    CONSTRAINT "rights_decision_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "rights_decision_person_id_idx" ON "rights_decision"("person_id");

CREATE TABLE "contact_choice" (
    "user_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL DEFAULT 'email',
    "phone_sealed" TEXT,
    "address_sealed" TEXT,
    "language" TEXT NOT NULL DEFAULT 'en-GB',
    "adjustments" TEXT[],
    "note_sealed" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "contact_choice_pkey" PRIMARY KEY ("user_id")
);

CREATE TABLE "case_message" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "from_family" BOOLEAN NOT NULL,
    "user_id" TEXT NOT NULL,
    "body_sealed" TEXT NOT NULL,
    "desk" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reply_due_on" DATE,
    "answered_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),
    CONSTRAINT "case_message_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "case_message_case_id_sent_at_idx" ON "case_message"("case_id", "sent_at");
CREATE INDEX "case_message_from_family_answered_at_idx" ON "case_message"("from_family", "answered_at");

CREATE TABLE "draft" (
    "owner" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "content_sealed" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "draft_pkey" PRIMARY KEY ("owner", "subject")
);

CREATE TABLE "case_document" (
    "id" UUID NOT NULL,
    "case_id" UUID,
    "request_id" UUID,
    "message_id" UUID,
    "uploaded_by" TEXT,
    "from_family" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "name_sealed" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "received" BIGINT NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "key_sealed" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "state_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    CONSTRAINT "case_document_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "case_document_case_id_idx" ON "case_document"("case_id");
CREATE INDEX "case_document_request_id_idx" ON "case_document"("request_id");
CREATE INDEX "case_document_state_idx" ON "case_document"("state");

CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "user_id" TEXT,
    "case_id" UUID,
    "kind" TEXT NOT NULL,
    "slots" JSONB NOT NULL,
    "language" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "to_sealed" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_fault" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "provider_ref" TEXT,
    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "notice_key_key" ON "notice"("key");
CREATE INDEX "notice_state_created_at_idx" ON "notice"("state", "created_at");
CREATE INDEX "notice_case_id_idx" ON "notice"("case_id");

CREATE TABLE "case_update" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "words_sealed" TEXT NOT NULL,
    "approved_by" TEXT NOT NULL,
    "approved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "mass_update_id" UUID,
    CONSTRAINT "case_update_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "case_update_mass_update_id_case_id_key" ON "case_update"("mass_update_id", "case_id");
CREATE INDEX "case_update_case_id_approved_at_idx" ON "case_update"("case_id", "approved_at");

CREATE TABLE "mass_update" (
    "id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "approved_by" TEXT NOT NULL,
    "approved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cases" INTEGER NOT NULL,
    CONSTRAINT "mass_update_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "family_request" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "case_id" UUID,
    "user_id" TEXT,
    "return_hash" TEXT,
    "content_sealed" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "received_on" DATE,
    "due_on" DATE,
    "answered_at" TIMESTAMPTZ(3),
    "answered_by" TEXT,
    "answer_sealed" TEXT,
    CONSTRAINT "family_request_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "family_request_reference_key" ON "family_request"("reference");
CREATE UNIQUE INDEX "family_request_return_hash_key" ON "family_request"("return_hash");
CREATE INDEX "family_request_case_id_idx" ON "family_request"("case_id");
CREATE INDEX "family_request_user_id_idx" ON "family_request"("user_id");
CREATE INDEX "family_request_kind_state_idx" ON "family_request"("kind", "state");

CREATE TABLE "meeting_slot" (
    "id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "seats" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    CONSTRAINT "meeting_slot_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "meeting_slot_starts_at_idx" ON "meeting_slot"("starts_at");

CREATE TABLE "meeting_answer" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "slot_id" UUID,
    "answer" TEXT NOT NULL,
    "answered_by" TEXT NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "meeting_answer_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "meeting_answer_case_id_idx" ON "meeting_answer"("case_id");
CREATE INDEX "meeting_answer_slot_id_idx" ON "meeting_answer"("slot_id");

CREATE TABLE "provision_line" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "section" TEXT NOT NULL,
    "words_sealed" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "provision_line_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "provision_line_case_id_idx" ON "provision_line"("case_id");

CREATE TABLE "provision_answer" (
    "id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "answer" TEXT NOT NULL,
    "note_sealed" TEXT,
    "answered_by" TEXT NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "action_due_on" DATE,
    "action_sealed" TEXT,
    "acted_at" TIMESTAMPTZ(3),
    "acted_by" TEXT,
    CONSTRAINT "provision_answer_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "provision_answer_line_id_idx" ON "provision_answer"("line_id");

CREATE TABLE "calendar_address" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),
    CONSTRAINT "calendar_address_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "calendar_address_token_hash_key" ON "calendar_address"("token_hash");
CREATE INDEX "calendar_address_user_id_idx" ON "calendar_address"("user_id");

CREATE TABLE "case_letter" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "content_sealed" TEXT NOT NULL,
    "sent_by" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "case_letter_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "case_letter_case_id_idx" ON "case_letter"("case_id");

ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "two_factor" ADD CONSTRAINT "two_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "follower" ADD CONSTRAINT "follower_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "follower" ADD CONSTRAINT "follower_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "activation_code" ADD CONSTRAINT "activation_code_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "supporter_invitation" ADD CONSTRAINT "supporter_invitation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rights_decision" ADD CONSTRAINT "rights_decision_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "case_message" ADD CONSTRAINT "case_message_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "case_document" ADD CONSTRAINT "case_document_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "case_update" ADD CONSTRAINT "case_update_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "case_update" ADD CONSTRAINT "case_update_mass_update_id_fkey" FOREIGN KEY ("mass_update_id") REFERENCES "mass_update"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "family_request" ADD CONSTRAINT "family_request_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "meeting_answer" ADD CONSTRAINT "meeting_answer_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "meeting_answer" ADD CONSTRAINT "meeting_answer_slot_id_fkey" FOREIGN KEY ("slot_id") REFERENCES "meeting_slot"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "provision_line" ADD CONSTRAINT "provision_line_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "provision_answer" ADD CONSTRAINT "provision_answer_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "provision_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "case_letter" ADD CONSTRAINT "case_letter_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A case's officer who is away, and who has the cases meanwhile.
ALTER TABLE "officer" ADD COLUMN "away_until" DATE;
ALTER TABLE "officer" ADD COLUMN "cover_id" UUID;
ALTER TABLE "officer" ADD CONSTRAINT "officer_cover_id_fkey" FOREIGN KEY ("cover_id") REFERENCES "officer"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "audit_entry_actor_at_idx" ON "audit_entry"("actor", "at");
