ALTER TABLE "mirrors" ADD COLUMN "bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Once, for mirrors that are there already, what is written with each change of their files from now on.
UPDATE "mirrors" SET "bytes" = "summed"."bytes" FROM (
	SELECT "mirror_id", sum("size") AS "bytes" FROM "files" WHERE "status" <> 'aborted' GROUP BY "mirror_id"
) AS "summed" WHERE "summed"."mirror_id" = "mirrors"."id";--> statement-breakpoint
CREATE INDEX "host_links_host" ON "host_links" USING btree ("host","mirror_id");--> statement-breakpoint
CREATE INDEX "mirrors_owner_name" ON "mirrors" USING btree ("owner_id",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "mirrors_owner_bytes" ON "mirrors" USING btree ("owner_id","bytes","id");