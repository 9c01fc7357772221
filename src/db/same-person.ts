import { type SQL, sql } from 'drizzle-orm';
import { approvers, conversations, guests, requests } from './schema.ts';
import type { DbOrTx } from './types.ts';

/** In how many rows of each kind a person stands. */
export interface Mentions {
  readonly requests: number;
  readonly guests: number;
  readonly approvers: number;
  readonly conversations: number;
}

/**
 * Every Entra object id and address that our rows have for the person of this name, and itself, in lower
 * case: a guest is known by his address before he has an account.
 */
export async function namesOfSamePerson(db: DbOrTx, name: string): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(sql`
    with recursive known_as(id, address) as (
      select lower(user_id), lower(address) from ${guests} where user_id is not null
      union select lower(requester_id), lower(requester_mail) from ${requests} where requester_mail is not null
      union select lower(person_id), lower(mail) from ${approvers} where mail is not null
    ), his(name) as (
      select ${name}::text
      union
      select case when known_as.id = his.name then known_as.address else known_as.id end
      from his join known_as on his.name in (known_as.id, known_as.address)
    )
    select name from his`);
  return rows.map((row) => row.name);
}

/** Counts where a person of these names stands: as requester, as guest, as somebody who may decide, as reader of a chat. */
export async function countMentions(db: DbOrTx, names: readonly string[]): Promise<Mentions> {
  const his = (...columns: SQL[]) => {
    const asked = sql`(select jsonb_array_elements_text(${JSON.stringify(names)}::jsonb))`;
    return sql.join(
      columns.map((column) => sql`lower(${column}) in ${asked}`),
      sql` or `,
    );
  };
  const count = (table: SQL, which: SQL) =>
    sql`(select count(*)::int from ${table} where ${which})`;
  const { rows } = await db.execute<{ [kind in keyof Mentions]: number }>(sql`
    select ${count(sql`${requests}`, his(sql`requester_id`))} as requests,
      ${count(sql`${guests}`, his(sql`address`, sql`user_id`))} as guests,
      ${count(sql`${approvers}`, his(sql`person_id`))} as approvers,
      ${count(sql`${conversations}`, his(sql`person_id`))} as conversations`);
  return rows[0] ?? { requests: 0, guests: 0, approvers: 0, conversations: 0 };
}
