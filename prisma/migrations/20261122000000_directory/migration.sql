-- Written by hand to match prisma/schema.prisma (a test compares the two); see docs/decisions/003.

CREATE TABLE "source" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_imported_at" TIMESTAMPTZ(3),
    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "source_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "alternate_name" TEXT,
    "description" TEXT,
    "email" TEXT,
    "website" TEXT,
    "logo" TEXT,
    "uri" TEXT,
    "parent_organization_id" UUID,
    "extra" JSONB,
    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "organization_identifier" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "identifier_scheme" TEXT,
    "identifier_type" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "extra" JSONB,
    CONSTRAINT "organization_identifier_pkey" PRIMARY KEY ("organization_id", "id")
);

CREATE TABLE "service" (
    "id" UUID NOT NULL,
    "source_id" TEXT NOT NULL,
    "source_ref" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "alternate_name" TEXT,
    "description" TEXT,
    "url" TEXT,
    "email" TEXT,
    "fees" TEXT,
    "accreditations" TEXT,
    "minimum_age" DOUBLE PRECISION,
    "maximum_age" DOUBLE PRECISION,
    "eligibility_description" TEXT,
    "application_process" TEXT,
    "wait_time" TEXT,
    "interpretation_services" TEXT,
    "alert" TEXT,
    "assured_date" DATE,
    "assurer_email" TEXT,
    "last_modified" TIMESTAMPTZ(3),
    "extra" JSONB,
    "content_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "service_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "send_details" (
    "service_id" UUID NOT NULL,
    "summary" TEXT,
    "how_decided" TEXT,
    "reply_working_days" INTEGER,
    "specialist" BOOLEAN,
    "serves_whole_area" BOOLEAN NOT NULL DEFAULT false,
    "join_online" BOOLEAN NOT NULL DEFAULT false,
    "referral_needed" BOOLEAN,
    "diagnosis_needed" BOOLEAN,
    "spaces" TEXT,
    "waiting_weeks" INTEGER,
    "spaces_on" DATE,
    "while_you_wait" TEXT,
    "getting_there" TEXT,
    "sensory_notes" TEXT,
    "social_story_url" TEXT,
    "easy_read" TEXT[],
    "keywords" TEXT[],
    "capabilities" JSONB NOT NULL,
    "answers" JSONB NOT NULL,
    "post_16" JSONB,
    CONSTRAINT "send_details_pkey" PRIMARY KEY ("service_id")
);

CREATE TABLE "location" (
    "id" UUID NOT NULL,
    "source_id" TEXT NOT NULL,
    "location_type" TEXT NOT NULL,
    "name" TEXT,
    "description" TEXT,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "external_identifier" TEXT,
    "external_identifier_type" TEXT,
    "extra" JSONB,
    CONSTRAINT "location_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "service_at_location" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "description" TEXT,
    "extra" JSONB,
    CONSTRAINT "service_at_location_pkey" PRIMARY KEY ("service_id", "id")
);

CREATE TABLE "address" (
    "id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "attention" TEXT,
    "address_1" TEXT NOT NULL,
    "address_2" TEXT,
    "city" TEXT NOT NULL,
    "region" TEXT,
    "state_province" TEXT NOT NULL,
    "postal_code" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "address_type" TEXT NOT NULL,
    "extra" JSONB,
    CONSTRAINT "address_pkey" PRIMARY KEY ("location_id", "id")
);

CREATE TABLE "accessibility" (
    "id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "description" TEXT,
    "details" TEXT,
    "url" TEXT,
    "accessibility" TEXT,
    "extra" JSONB,
    CONSTRAINT "accessibility_pkey" PRIMARY KEY ("location_id", "id")
);

CREATE TABLE "schedule" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "service_at_location_id" UUID,
    "position" INTEGER NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,
    "dtstart" DATE,
    "freq" TEXT,
    "interval" INTEGER,
    "byday" TEXT,
    "bymonthday" TEXT,
    "opens_at" TEXT,
    "closes_at" TEXT,
    "description" TEXT,
    "schedule_link" TEXT,
    "attending_type" TEXT,
    "notes" TEXT,
    "weeks" TEXT,
    "extra" JSONB,
    CONSTRAINT "schedule_pkey" PRIMARY KEY ("service_id", "id")
);

CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT,
    "title" TEXT,
    "email" TEXT,
    "extra" JSONB,
    CONSTRAINT "contact_pkey" PRIMARY KEY ("service_id", "id")
);

CREATE TABLE "phone" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "contact_id" UUID,
    "position" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "extension" TEXT,
    "description" TEXT,
    "extra" JSONB,
    CONSTRAINT "phone_pkey" PRIMARY KEY ("service_id", "id")
);

CREATE TABLE "cost_option" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,
    "option" TEXT,
    "amount" DOUBLE PRECISION,
    "amount_description" TEXT,
    "currency" TEXT,
    "extra" JSONB,
    CONSTRAINT "cost_option_pkey" PRIMARY KEY ("service_id", "id")
);

CREATE TABLE "funding" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "source" TEXT,
    "extra" JSONB,
    CONSTRAINT "funding_pkey" PRIMARY KEY ("service_id", "id")
);

CREATE TABLE "language" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT,
    "name" TEXT,
    "note" TEXT,
    "extra" JSONB,
    CONSTRAINT "language_pkey" PRIMARY KEY ("service_id", "id")
);

CREATE TABLE "service_area" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT,
    "extent" TEXT,
    "extent_type" TEXT,
    "uri" TEXT,
    "service_area" TEXT,
    "extra" JSONB,
    CONSTRAINT "service_area_pkey" PRIMARY KEY ("service_id", "id")
);

CREATE TABLE "taxonomy" (
    "id" UUID NOT NULL,
    "source_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "uri" TEXT,
    "version" TEXT,
    "extra" JSONB,
    CONSTRAINT "taxonomy_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "taxonomy_term" (
    "id" UUID NOT NULL,
    "source_id" TEXT NOT NULL,
    "taxonomy_id" UUID,
    "taxonomy_name" TEXT,
    "term" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "parent_id" UUID,
    "term_uri" TEXT,
    "extra" JSONB,
    CONSTRAINT "taxonomy_term_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "attribute" (
    "id" UUID NOT NULL,
    "link_entity" TEXT NOT NULL,
    "link_id" UUID NOT NULL,
    "link_type" TEXT,
    "taxonomy_term_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "value" TEXT,
    "label" TEXT,
    "extra" JSONB,
    CONSTRAINT "attribute_pkey" PRIMARY KEY ("link_id", "id")
);

CREATE TABLE "search_entry" (
    "service_id" UUID NOT NULL,
    "document" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "indexed_at" TIMESTAMPTZ(3),
    -- The fallback search. Weights follow the order of the index's searchable attributes (search-index/settings.ts).
    "words" TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector('english', coalesce("document"->>'name', '')), 'A') ||
        setweight(to_tsvector('english', coalesce("document"->'keywords', '[]'::jsonb)), 'A') ||
        setweight(to_tsvector('english', coalesce("document"->'needWords', '[]'::jsonb)), 'B') ||
        setweight(to_tsvector('english', coalesce("document"->'categoryWords', '[]'::jsonb)), 'B') ||
        setweight(to_tsvector('english', coalesce("document"->>'organisation', '')), 'C') ||
        setweight(to_tsvector('english', coalesce("document"->>'summary', '')), 'C') ||
        setweight(to_tsvector('english', coalesce("document"->>'description', '')), 'D') ||
        setweight(to_tsvector('english', coalesce("document"->>'eligibility', '')), 'D') ||
        setweight(to_tsvector('english', coalesce("document"->'localities', '[]'::jsonb)), 'D')
    ) STORED,
    CONSTRAINT "search_entry_pkey" PRIMARY KEY ("service_id")
);

CREATE TABLE "search_removal" (
    "service_id" UUID NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "indexed_at" TIMESTAMPTZ(3),
    CONSTRAINT "search_removal_pkey" PRIMARY KEY ("service_id")
);

CREATE TABLE "postcode" (
    "code" TEXT COLLATE "C" NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "district_code" TEXT,
    "district_name" TEXT,
    CONSTRAINT "postcode_pkey" PRIMARY KEY ("code")
);

CREATE TABLE "unmet_search" (
    "id" SERIAL NOT NULL,
    "on" DATE NOT NULL,
    "district" TEXT NOT NULL,
    "age_band" TEXT NOT NULL,
    "need" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    CONSTRAINT "unmet_search_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "organization_source_id_idx" ON "organization"("source_id");
CREATE UNIQUE INDEX "service_slug_key" ON "service"("slug");
CREATE UNIQUE INDEX "service_source_id_source_ref_key" ON "service"("source_id", "source_ref");
CREATE INDEX "service_organization_id_idx" ON "service"("organization_id");
CREATE INDEX "service_last_modified_idx" ON "service"("last_modified");
CREATE INDEX "location_source_id_idx" ON "location"("source_id");
CREATE INDEX "location_latitude_longitude_idx" ON "location"("latitude", "longitude");
CREATE INDEX "service_at_location_id_idx" ON "service_at_location"("id");
CREATE INDEX "service_at_location_location_id_idx" ON "service_at_location"("location_id");
CREATE INDEX "taxonomy_term_taxonomy_id_idx" ON "taxonomy_term"("taxonomy_id");
CREATE INDEX "attribute_taxonomy_term_id_idx" ON "attribute"("taxonomy_term_id");
CREATE INDEX "search_entry_indexed_at_idx" ON "search_entry"("indexed_at");
CREATE INDEX "search_entry_words_idx" ON "search_entry" USING GIN ("words");
CREATE UNIQUE INDEX "unmet_search_on_district_age_band_need_category_key" ON "unmet_search"("on", "district", "age_band", "need", "category");

ALTER TABLE "organization" ADD CONSTRAINT "organization_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "organization_identifier" ADD CONSTRAINT "organization_identifier_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "service" ADD CONSTRAINT "service_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "service" ADD CONSTRAINT "service_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "send_details" ADD CONSTRAINT "send_details_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "location" ADD CONSTRAINT "location_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "service_at_location" ADD CONSTRAINT "service_at_location_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "service_at_location" ADD CONSTRAINT "service_at_location_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "location"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "address" ADD CONSTRAINT "address_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "location"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "accessibility" ADD CONSTRAINT "accessibility_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "location"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "schedule" ADD CONSTRAINT "schedule_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "contact" ADD CONSTRAINT "contact_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "phone" ADD CONSTRAINT "phone_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "cost_option" ADD CONSTRAINT "cost_option_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "funding" ADD CONSTRAINT "funding_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "language" ADD CONSTRAINT "language_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "service_area" ADD CONSTRAINT "service_area_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "taxonomy" ADD CONSTRAINT "taxonomy_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "taxonomy_term" ADD CONSTRAINT "taxonomy_term_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "taxonomy_term" ADD CONSTRAINT "taxonomy_term_taxonomy_id_fkey" FOREIGN KEY ("taxonomy_id") REFERENCES "taxonomy"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "attribute" ADD CONSTRAINT "attribute_taxonomy_term_id_fkey" FOREIGN KEY ("taxonomy_term_id") REFERENCES "taxonomy_term"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "search_entry" ADD CONSTRAINT "search_entry_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
