CREATE TABLE "pace" (
	"key" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"full_at" double precision[] NOT NULL,
	"rest" jsonb,
	"idle_at" double precision NOT NULL
);
