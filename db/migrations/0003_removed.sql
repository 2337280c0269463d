DROP INDEX "transfers_expiring";--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "removed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "transfers_expiring" ON "transfers" USING btree ("expires_at") WHERE "transfers"."expires_at" is not null and "transfers"."removed_at" is null;