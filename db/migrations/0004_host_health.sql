CREATE TABLE "host_health" (
	"host" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"failed_transfers" uuid[] NOT NULL,
	"failed_at" timestamp with time zone NOT NULL,
	"sentence" text NOT NULL,
	"paused_until" timestamp with time zone,
	"pauses" integer DEFAULT 0 NOT NULL,
	"probe" uuid,
	"probe_until" timestamp with time zone,
	CONSTRAINT "host_health_failures_counted" CHECK ("host_health"."failures" > 0 and "host_health"."pauses" >= 0),
	CONSTRAINT "host_health_paused_has_end" CHECK ("host_health"."pauses" = 0 or "host_health"."paused_until" is not null)
);
--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "wanted_at" timestamp with time zone DEFAULT now() NOT NULL;