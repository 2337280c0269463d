CREATE TABLE "host_accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"host" text NOT NULL,
	"sealed" text NOT NULL,
	"set_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "host_accounts_user_host" UNIQUE("user_id","host")
);
--> statement-breakpoint
CREATE TABLE "host_errors" (
	"host" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"sentence" text NOT NULL,
	"failed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "sha1" text;--> statement-breakpoint
ALTER TABLE "host_links" ADD COLUMN "account_id" uuid;--> statement-breakpoint
ALTER TABLE "host_memory" ADD COLUMN "account_id" uuid;--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "link_state" text;--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "next_check_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "resume_note" text;--> statement-breakpoint
ALTER TABLE "host_accounts" ADD CONSTRAINT "host_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "host_memory" ADD CONSTRAINT "host_memory_account_id_host_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."host_accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transfers_to_check" ON "transfers" USING btree ("next_check_at") WHERE "transfers"."next_check_at" is not null;--> statement-breakpoint
CREATE INDEX "transfers_finished" ON "transfers" USING btree ("finished_at") WHERE "transfers"."finished_at" is not null;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_sha1_hex" CHECK ("files"."sha1" ~ '^[0-9a-f]{40}$');--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_link_state_known" CHECK ("transfers"."link_state" in ('alive', 'dead', 'unknown'));--> statement-breakpoint
UPDATE "transfers" SET "next_check_at" = now() WHERE "status" = 'done' AND "removed_at" IS NULL;
