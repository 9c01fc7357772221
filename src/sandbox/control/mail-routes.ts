import type { Server } from 'restify';
import { z } from 'zod';
import { type Reply, refusal, route, target } from '../http.ts';
import { REDEEM_PATH } from '../tenant/invite.ts';
import { mailsTo } from '../tenant/mail.ts';
import { type RedeemOutcome, redeem } from '../tenant/redeem.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { SentMail } from '../tenant/types.ts';
import { readForm } from './read-form.ts';

const redeemForm = z.strictObject({ email: z.string().min(1) });

function showMail({ time, from, to, subject, html, text, redeemUrl }: SentMail): object {
  return { time, from, to: to.join(', '), subject, html, text, redeemUrl };
}

const refusals: Readonly<Record<NonNullable<RedeemOutcome['refused']>, [number, string]>> = {
  unknown: [404, 'There is no such invitation.'],
  superseded: [410, 'A newer invitation has replaced this one.'],
  blocked: [403, 'The account is blocked from signing in.'],
  gone: [410, 'The account is no longer there.'],
};

function redeemed(tenant: Tenant, ticket: string): RedeemOutcome & { refused: null } {
  const outcome = redeem(tenant, ticket);
  if (outcome.refused === null) return outcome;
  const [status, message] = refusals[outcome.refused];
  throw refusal(status, outcome.refused, message);
}

function ticketOf(address: string): string {
  return address.slice(address.lastIndexOf('/') + 1);
}

/** *Get started* in the newest invitation to this address. */
function redeemNewest(tenant: Tenant, address: string): Reply {
  const link = mailsTo(tenant, address).findLast((mail) => mail.redeemUrl)?.redeemUrl;
  if (!link) throw refusal(404, 'noMail', `No invitation was mailed to ${address}.`);
  const { user, redirectUrl } = redeemed(tenant, ticketOf(link));
  return { status: 200, body: { userId: user.id, redirectUrl } };
}

/** A person's mails, by key or address. */
function mailbox(tenant: Tenant, key: string): SentMail[] {
  const known =
    tenant.users.find('key', key)[0] ?? tenant.users.find('address', key.toLowerCase())[0];
  const addresses = [known?.mail, known?.invitedAs, known ? null : key]
    .filter((address) => typeof address === 'string')
    .map((address) => address.toLowerCase());
  return [...new Set(addresses)].flatMap((address) => mailsTo(tenant, address));
}

/** The mail that was sent, and redeeming what is in it. */
export function serveMail(server: Server, tenant: Tenant): void {
  server.get(
    '/_sandbox/outbox',
    route(() => ({ status: 200, body: tenant.outbox.values().map(showMail) })),
  );
  server.get(
    '/_sandbox/mailbox',
    route((request) => {
      const mails = mailbox(tenant, target(request).query.get('as') ?? '');
      return { status: 200, body: mails.map(showMail) };
    }),
  );
  server.post(
    '/_sandbox/redeem',
    route(async (request) => redeemNewest(tenant, (await readForm(request, redeemForm)).email)),
  );
  server.get(
    `${REDEEM_PATH}:ticket`,
    route((request) => {
      const { redirectUrl } = redeemed(tenant, ticketOf(target(request).path));
      return { status: 302, headers: { location: redirectUrl } };
    }),
  );
}
