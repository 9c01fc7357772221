CREATE TABLE "approvers" (
	"request_id" text NOT NULL,
	"resource_id" text NOT NULL,
	"person_id" text NOT NULL,
	"name" text NOT NULL,
	"mail" text,
	"unreached_at" timestamp with time zone,
	CONSTRAINT "approvers_request_id_resource_id_person_id_pk" PRIMARY KEY("request_id","resource_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"correlation_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"conversation_id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"person_id" text,
	"team_id" text,
	"service_url" text NOT NULL,
	"locale" text,
	"greeted_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dead_letters" (
	"id" text PRIMARY KEY NOT NULL,
	"task" text NOT NULL,
	"data" jsonb NOT NULL,
	"problem" jsonb NOT NULL,
	"detail" text NOT NULL,
	"attempts" integer NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"guest_row_id" text NOT NULL,
	"resource_id" text NOT NULL,
	"status" text NOT NULL,
	"problem" jsonb,
	"welcome_activity" text,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "grants_guest_row_id_resource_id_pk" PRIMARY KEY("guest_row_id","resource_id")
);
--> statement-breakpoint
CREATE TABLE "guests" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"row" integer NOT NULL,
	"address" text NOT NULL,
	"name" text,
	"status" text NOT NULL,
	"problem" jsonb,
	"user_id" text,
	"provisioned_at" timestamp with time zone,
	"redeem_link" text,
	"mailbox" text,
	"mail_draft_id" text,
	"mailed_at" timestamp with time zone,
	"arrived_at" timestamp with time zone,
	"welcomed_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"subject" text NOT NULL,
	"event" text NOT NULL,
	"activity_id" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "notices_subject_event_pk" PRIMARY KEY("subject","event")
);
--> statement-breakpoint
CREATE TABLE "request_resources" (
	"request_id" text NOT NULL,
	"position" integer NOT NULL,
	"resource_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"decision" text NOT NULL,
	"stand_in" boolean DEFAULT false NOT NULL,
	"why" text,
	"decided_by" jsonb,
	"decided_at" timestamp with time zone,
	"comment" text,
	CONSTRAINT "request_resources_request_id_resource_id_pk" PRIMARY KEY("request_id","resource_id")
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"requester_id" text NOT NULL,
	"requester_name" text NOT NULL,
	"requester_mail" text,
	"source" text NOT NULL,
	"origin_activity" text,
	"origin_conversation" text,
	"origin_service_url" text,
	"directory_only" boolean DEFAULT false NOT NULL,
	"reason" text,
	"until" date,
	"message" text,
	"locale" text NOT NULL,
	"open_resources" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"ended_by" jsonb,
	"denial" text,
	"problem" jsonb,
	"correlation_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sent_cards" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"service_url" text NOT NULL,
	"activity_id" text NOT NULL,
	"person_id" text,
	"role" text NOT NULL,
	"shown_version" integer NOT NULL,
	"locale" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"gone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "approvers" ADD CONSTRAINT "approvers_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_guest_row_id_guests_id_fk" FOREIGN KEY ("guest_row_id") REFERENCES "public"."guests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_resources" ADD CONSTRAINT "request_resources_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sent_cards" ADD CONSTRAINT "sent_cards_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approvers_person" ON "approvers" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "conversations_person" ON "conversations" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "conversations_team" ON "conversations" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "dead_letters_at" ON "dead_letters" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "guests_row" ON "guests" USING btree ("request_id","row");--> statement-breakpoint
CREATE INDEX "guests_user" ON "guests" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "guests_address" ON "guests" USING btree ("address");--> statement-breakpoint
CREATE INDEX "requests_requester" ON "requests" USING btree ("requester_id","created_at");--> statement-breakpoint
CREATE INDEX "requests_status" ON "requests" USING btree ("status");--> statement-breakpoint
CREATE UNIQUE INDEX "requests_origin" ON "requests" USING btree ("origin_conversation","origin_activity");--> statement-breakpoint
CREATE UNIQUE INDEX "sent_cards_activity" ON "sent_cards" USING btree ("conversation_id","activity_id");--> statement-breakpoint
CREATE INDEX "sent_cards_request" ON "sent_cards" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "timers_due" ON "timers" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "timers_once" ON "timers" USING btree ("kind","subject");