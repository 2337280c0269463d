CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_tokens_hash" UNIQUE("hash"),
	CONSTRAINT "api_tokens_name_length" CHECK (char_length("api_tokens"."name") between 1 and 60),
	CONSTRAINT "api_tokens_hash_hex" CHECK ("api_tokens"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"mirror_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"details" text,
	"contact" text,
	"reported_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "reports_reason_known" CHECK ("reports"."reason" in ('illegal', 'malware', 'copyright', 'personal', 'other')),
	CONSTRAINT "reports_details_length" CHECK (char_length("reports"."details") <= 2000),
	CONSTRAINT "reports_contact_length" CHECK (char_length("reports"."contact") <= 254)
);
--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "sealed_source" text;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "fetched_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "fetch_error" text;--> statement-breakpoint
ALTER TABLE "mirrors" ADD COLUMN "password_hash" text;--> statement-breakpoint
ALTER TABLE "mirrors" ADD COLUMN "taken_down_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mirrors" ADD COLUMN "takedown_kind" text;--> statement-breakpoint
ALTER TABLE "mirrors" ADD COLUMN "takedown_reason" text;--> statement-breakpoint
ALTER TABLE "mirrors" ADD COLUMN "delete_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mirrors" ADD COLUMN "delete_from_hosts" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_mirror_id_mirrors_id_fk" FOREIGN KEY ("mirror_id") REFERENCES "public"."mirrors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "reports_open" ON "reports" USING btree ("reported_at") WHERE "reports"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "reports_mirror" ON "reports" USING btree ("mirror_id");--> statement-breakpoint
CREATE INDEX "mirrors_to_delete" ON "mirrors" USING btree ("delete_at") WHERE "mirrors"."delete_at" is not null;--> statement-breakpoint
ALTER TABLE "mirrors" ADD CONSTRAINT "mirrors_takedown_kind_known" CHECK ("mirrors"."takedown_kind" in ('legal', 'rules'));--> statement-breakpoint
ALTER TABLE "mirrors" ADD CONSTRAINT "mirrors_taken_down_whole" CHECK (("mirrors"."taken_down_at" is null) = ("mirrors"."takedown_kind" is null) and ("mirrors"."taken_down_at" is null) = ("mirrors"."takedown_reason" is null));