import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { conversations } from './schema.ts';
import type { DbOrTx } from './types.ts';

/** A chat or channel that the bot has taken part in. */
export type Conversation = typeof conversations.$inferSelect;

/** What a turn tells about where it took place. What it leaves out stays as it was. */
export interface SeenConversation {
  readonly conversationId: string;
  readonly kind: Conversation['kind'];
  readonly personId: string | null;
  readonly teamId: string | null;
  readonly serviceUrl: string;
  readonly locale: string | null;
  readonly at: Date;
}

/** Keeps where a conversation can be written to. One that had been removed is back. */
export async function keepConversation(db: DbOrTx, seen: SeenConversation): Promise<void> {
  const { at, ...rest } = seen;
  await db
    .insert(conversations)
    .values({ ...rest, updatedAt: at })
    .onConflictDoUpdate({
      target: conversations.conversationId,
      set: {
        kind: seen.kind,
        serviceUrl: seen.serviceUrl,
        personId: sql`coalesce(excluded.person_id, ${conversations.personId})`,
        teamId: sql`coalesce(excluded.team_id, ${conversations.teamId})`,
        locale: sql`coalesce(excluded.locale, ${conversations.locale})`,
        removedAt: null,
        updatedAt: at,
      },
    });
}

/** A person's 1:1 chat, the newest where there are several. */
export async function personalConversation(
  db: DbOrTx,
  personId: string,
): Promise<Conversation | null> {
  return newest(db, and(eq(conversations.personId, personId), eq(conversations.kind, 'personal')));
}

/** A team's channel that the bot was last heard in. */
export async function teamConversation(db: DbOrTx, teamId: string): Promise<Conversation | null> {
  return newest(db, and(eq(conversations.teamId, teamId), eq(conversations.kind, 'channel')));
}

/** Any conversation, the one heard from last: its service URL is the best guess for a new one. */
export function newestConversation(db: DbOrTx): Promise<Conversation | null> {
  return newest(db, undefined);
}

/** One conversation by its id. */
export function conversationById(db: DbOrTx, id: string): Promise<Conversation | null> {
  return newest(db, eq(conversations.conversationId, id));
}

/** Notes the greeting; true for the first caller only, who is the one to send it. */
export async function claimGreeting(db: DbOrTx, id: string, at: Date): Promise<boolean> {
  const claimed = await db
    .update(conversations)
    .set({ greetedAt: at })
    .where(and(eq(conversations.conversationId, id), isNull(conversations.greetedAt)))
    .returning({ id: conversations.conversationId });
  return claimed.length === 1;
}

/** Notes that the bot was taken out of a conversation: nothing is written to it until it is seen again. */
export async function noteRemoved(db: DbOrTx, id: string, at: Date): Promise<void> {
  await db.update(conversations).set({ removedAt: at }).where(eq(conversations.conversationId, id));
}

async function newest(db: DbOrTx, which: ReturnType<typeof and>): Promise<Conversation | null> {
  const [found] = await db
    .select()
    .from(conversations)
    .where(and(which, isNull(conversations.removedAt)))
    .orderBy(desc(conversations.updatedAt))
    .limit(1);
  return found ?? null;
}
