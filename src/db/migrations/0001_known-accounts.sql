DROP INDEX "guests_address";--> statement-breakpoint
ALTER TABLE "guests" ADD COLUMN "known_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sent_cards" ADD COLUMN "shown_digest" text;--> statement-breakpoint
CREATE INDEX "guests_address" ON "guests" USING btree (lower("address"));