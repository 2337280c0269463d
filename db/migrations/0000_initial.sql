CREATE TABLE "files" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"mirror_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"path" text,
	"type" text DEFAULT 'application/octet-stream' NOT NULL,
	"size" bigint NOT NULL,
	"status" text DEFAULT 'uploading' NOT NULL,
	"upload_id" text,
	"part_size" bigint,
	"etag" text,
	"sha256" text,
	"md5" text,
	"blake3" text,
	"staged_at" timestamp with time zone,
	CONSTRAINT "files_mirror_position" UNIQUE("mirror_id","position"),
	CONSTRAINT "files_name_length" CHECK (char_length("files"."name") between 1 and 255),
	CONSTRAINT "files_path_length" CHECK (char_length("files"."path") <= 4096),
	CONSTRAINT "files_size_positive" CHECK ("files"."size" > 0),
	CONSTRAINT "files_status_known" CHECK ("files"."status" in ('uploading', 'staged', 'released', 'aborted', 'expired')),
	CONSTRAINT "files_sha256_hex" CHECK ("files"."sha256" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "files_md5_hex" CHECK ("files"."md5" ~ '^[0-9a-f]{32}$'),
	CONSTRAINT "files_blake3_hex" CHECK ("files"."blake3" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "files_staged_has_etag" CHECK ("files"."status" <> 'staged' or "files"."etag" is not null)
);
--> statement-breakpoint
CREATE TABLE "host_links" (
	"mirror_id" uuid NOT NULL,
	"host" text NOT NULL,
	"group_state" text DEFAULT 'none' NOT NULL,
	"group_id" text,
	"group_url" text,
	"group_extra" jsonb,
	"group_tries" integer DEFAULT 0 NOT NULL,
	"group_lease" uuid,
	"group_lease_expires_at" timestamp with time zone,
	CONSTRAINT "host_links_mirror_id_host_pk" PRIMARY KEY("mirror_id","host"),
	CONSTRAINT "host_links_group_state_known" CHECK ("host_links"."group_state" in ('none', 'making', 'wanted', 'saving', 'made', 'failed')),
	CONSTRAINT "host_links_made_has_group" CHECK ("host_links"."group_state" <> 'made' or "host_links"."group_id" is not null),
	CONSTRAINT "host_links_making_has_lease" CHECK (("host_links"."group_state" in ('making', 'saving')) = ("host_links"."group_lease" is not null))
);
--> statement-breakpoint
CREATE TABLE "host_memory" (
	"host" text NOT NULL,
	"key" text NOT NULL,
	"sealed" text NOT NULL,
	"set_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "host_memory_host_key_pk" PRIMARY KEY("host","key")
);
--> statement-breakpoint
CREATE TABLE "mirrors" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'uploading' NOT NULL,
	"uploaded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"duration_ms" bigint,
	"expires_at" timestamp with time zone,
	CONSTRAINT "mirrors_name_length" CHECK (char_length("mirrors"."name") between 1 and 60),
	CONSTRAINT "mirrors_status_known" CHECK ("mirrors"."status" in ('uploading', 'queued', 'mirroring', 'done', 'partial', 'failed', 'expired')),
	CONSTRAINT "mirrors_duration_positive" CHECK ("mirrors"."duration_ms" > 0)
);
--> statement-breakpoint
CREATE TABLE "transfers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"mirror_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"host" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"lease" uuid,
	"lease_expires_at" timestamp with time zone,
	"next_try_at" timestamp with time zone DEFAULT now() NOT NULL,
	"in_doubt" boolean DEFAULT false NOT NULL,
	"unknown_ends" integer DEFAULT 0 NOT NULL,
	"bytes_sent" bigint DEFAULT 0 NOT NULL,
	"first_started_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"url" text,
	"host_file_id" text,
	"host_extra" jsonb,
	"verified" text,
	"checked_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"error" text,
	CONSTRAINT "transfers_file_host" UNIQUE("file_id","host"),
	CONSTRAINT "transfers_status_known" CHECK ("transfers"."status" in ('queued', 'running', 'done', 'failed', 'cancelled')),
	CONSTRAINT "transfers_verified_known" CHECK ("transfers"."verified" in ('checksum', 'size', 'reply')),
	CONSTRAINT "transfers_running_has_lease" CHECK (("transfers"."status" = 'running') = ("transfers"."lease" is not null)),
	CONSTRAINT "transfers_lease_expires" CHECK (("transfers"."lease" is null) = ("transfers"."lease_expires_at" is null)),
	CONSTRAINT "transfers_done_has_link" CHECK ("transfers"."status" <> 'done' or ("transfers"."url" is not null and "transfers"."verified" is not null and "transfers"."host_file_id" is not null)),
	CONSTRAINT "transfers_bytes_counted" CHECK ("transfers"."bytes_sent" >= 0)
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"username" text,
	"first_name" text,
	"last_name" text,
	"email" text,
	"phone" text,
	"password_hash" text,
	"member_since" timestamp with time zone DEFAULT now() NOT NULL,
	"next_renewal" timestamp with time zone,
	CONSTRAINT "users_username_length" CHECK (char_length("users"."username") between 3 and 32),
	CONSTRAINT "users_first_name_length" CHECK (char_length("users"."first_name") between 1 and 100),
	CONSTRAINT "users_last_name_length" CHECK (char_length("users"."last_name") between 1 and 100),
	CONSTRAINT "users_email_length" CHECK (char_length("users"."email") between 3 and 254),
	CONSTRAINT "users_phone_length" CHECK (char_length("users"."phone") between 3 and 32),
	CONSTRAINT "users_named_or_guest" CHECK (("users"."username" is null) = ("users"."password_hash" is null))
);
--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_mirror_id_mirrors_id_fk" FOREIGN KEY ("mirror_id") REFERENCES "public"."mirrors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "host_links" ADD CONSTRAINT "host_links_mirror_id_mirrors_id_fk" FOREIGN KEY ("mirror_id") REFERENCES "public"."mirrors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirrors" ADD CONSTRAINT "mirrors_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_mirror_id_mirrors_id_fk" FOREIGN KEY ("mirror_id") REFERENCES "public"."mirrors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_uploading" ON "files" USING btree ("mirror_id") WHERE "files"."status" in ('uploading', 'staged');--> statement-breakpoint
CREATE INDEX "mirrors_owner_newest" ON "mirrors" USING btree ("owner_id","uploaded_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mirrors_unfinished" ON "mirrors" USING btree ("uploaded_at") WHERE "mirrors"."status" in ('uploading', 'queued', 'mirroring');--> statement-breakpoint
CREATE INDEX "transfers_mirror" ON "transfers" USING btree ("mirror_id");--> statement-breakpoint
CREATE INDEX "transfers_due" ON "transfers" USING btree ("next_try_at") WHERE "transfers"."status" = 'queued';--> statement-breakpoint
CREATE INDEX "transfers_leased" ON "transfers" USING btree ("lease_expires_at") WHERE "transfers"."status" = 'running';--> statement-breakpoint
CREATE INDEX "transfers_expiring" ON "transfers" USING btree ("expires_at") WHERE "transfers"."expires_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "users_username_key" ON "users" USING btree (lower("username"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));