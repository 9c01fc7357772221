CREATE TABLE "audit_chain" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"audit_id" bigint NOT NULL,
	"key_id" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_waiting" (
	"audit_id" bigint PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_keys" (
	"ref" text PRIMARY KEY NOT NULL,
	"who" text,
	"key" text,
	"made_at" timestamp with time zone NOT NULL,
	"destroyed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "audit_chain_row" ON "audit_chain" USING btree ("audit_id");--> statement-breakpoint
CREATE INDEX "person_keys_who" ON "person_keys" USING btree ("who");--> statement-breakpoint
-- Rows from before: who acted becomes a ref, what may tell of a person goes, and all wait for the chain.
INSERT INTO "person_keys" ("ref", "who", "key", "made_at")
SELECT replace(gen_random_uuid()::text, '-', ''), "who",
	translate(encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64'), '+/=', '-_'),
	now()
FROM (SELECT DISTINCT lower("actor") AS "who" FROM "audit" WHERE "actor" <> 'guestlist') AS "actors";--> statement-breakpoint
UPDATE "audit" SET
	"actor" = coalesce((SELECT "ref" FROM "person_keys" WHERE "who" = lower("actor")), 'guestlist'),
	"subject" = CASE WHEN strpos("subject", ' ') > 0 THEN "correlation_id" ELSE "subject" END,
	"before" = (SELECT jsonb_object_agg(k, v) FROM jsonb_each("before") AS had(k, v) WHERE k IN ('status', 'resourceId')),
	"after" = (
		SELECT jsonb_object_agg(k, CASE k WHEN 'problem' THEN CASE jsonb_typeof(v) WHEN 'object' THEN jsonb_build_object('code', v -> 'code') END ELSE v END)
		FROM jsonb_each("after") AS had(k, v)
		WHERE k IN ('status', 'state', 'outcome', 'code', 'event', 'resourceId', 'standIn', 'why', 'chat', 'directoryOnly', 'problem')
	);--> statement-breakpoint
INSERT INTO "audit_waiting" ("audit_id") SELECT "id" FROM "audit";--> statement-breakpoint
-- An audit row and a link are written once. Emptying the whole table stays possible: a sandbox begins anew.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'rows of % are never changed', tg_table_name;
END
$$;--> statement-breakpoint
CREATE TRIGGER "audit_stays" BEFORE UPDATE OR DELETE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "audit_chain_stays" BEFORE UPDATE OR DELETE ON "audit_chain" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
