-- Trusted: the owner of a database may make it. It comes with PostgreSQL's contrib modules.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";--> statement-breakpoint
DROP INDEX "mirrors_owner_newest";--> statement-breakpoint
ALTER TABLE "mirrors" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
-- Once, for mirrors that are there already, what server/queries/search-text.ts writes from now on.
UPDATE "mirrors" SET "search_text" = (
	SELECT string_agg("encoded"."name", 'X' ORDER BY "encoded"."position") FROM (
		SELECT "named"."position", string_agg(
			CASE WHEN "letter" ~ '[a-z0-9]' THEN "letter"
			WHEN "letter" IN (' ', '.', '-', '_', '(', ')', ',') THEN translate("letter", ' .-_(),', 'QRSTUVW')
			ELSE 'Z' || translate(to_hex(ascii("letter")), '0123456789abcdef', 'ABCDEFGHIJKLMNOP') || 'Y' END,
			'' ORDER BY "place") AS "name"
		FROM (
			SELECT -1 AS "position", "mirrors"."name"
			UNION ALL
			SELECT "files"."position", "files"."name" FROM "files" WHERE "files"."mirror_id" = "mirrors"."id" AND "files"."status" <> 'aborted'
		) AS "named", unnest(string_to_array(translate(lower(normalize("named"."name")), 'ς', 'σ'), NULL)) WITH ORDINALITY AS "letters" ("letter", "place")
		GROUP BY "named"."position"
	) AS "encoded"
);--> statement-breakpoint
CREATE INDEX "mirrors_owner_status" ON "mirrors" USING btree ("owner_id","status","uploaded_at","id");--> statement-breakpoint
CREATE INDEX "mirrors_search" ON "mirrors" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "transfers_copy" ON "transfers" USING btree ("host","host_file_id") WHERE "transfers"."host_file_id" is not null;--> statement-breakpoint
CREATE INDEX "mirrors_owner_newest" ON "mirrors" USING btree ("owner_id","uploaded_at","id");
