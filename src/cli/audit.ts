import { z } from 'zod';
import { AppError } from '../errors.ts';
import { textsFor } from '../language/texts.ts';
import { askBot } from './ask-bot.ts';
import type { Outcome } from './commands.ts';

const Verdict = z.object({
  finding: z
    .object({
      kind: z.enum(['changed', 'removed', 'unlinked', 'stray', 'otherKey', 'headLost', 'cut']),
      seq: z.number().nullable(),
      auditId: z.number().nullable(),
      at: z.string().nullable(),
      action: z.string().nullable(),
    })
    .nullable(),
  linked: z.number(),
  head: z.string().nullable(),
  waiting: z.number(),
});

const Facts = z.record(z.string(), z.unknown()).nullable();

/** What stands where something does not open any more. */
const Missing = z.strictObject({ missing: z.enum(['forgotten', 'unreadable']) });

const Rows = z.array(
  z.object({
    id: z.number(),
    at: z.string(),
    actor: z.union([z.string(), Missing]),
    action: z.string(),
    subject: z.string(),
    before: Facts,
    after: Facts,
    correlationId: z.string(),
  }),
);

const Forgotten = z.object({
  refs: z.array(z.string()),
  left: z.object({
    requests: z.number(),
    guests: z.number(),
    approvers: z.number(),
    conversations: z.number(),
  }),
});

/** Proves that the audit is what was written, or names the first row that is not. `--head` gives one that was noted. */
export async function verifyAudit(rest: readonly string[]): Promise<Outcome> {
  const { t } = textsFor('en');
  const head = readHeadOption(rest);
  const query = head === null ? '' : `?head=${encodeURIComponent(head)}`;
  const { status, body } = await askBot('GET', `/audit/verify${query}`);
  // What a head is, the bot knows alone.
  if (status === 400) throw new AppError('cli.headUnclear');
  const verdict = Verdict.parse(body);
  const { finding, linked, waiting } = verdict;
  const lines: string[] = [];
  if (finding) {
    lines.push(t(`cli.auditFound.${finding.kind}`, known(finding)));
    if (linked > 0) lines.push(t(until(verdict), { linked }));
  } else if (verdict.head === null) lines.push(t('cli.auditEmpty'));
  else lines.push(t('cli.auditWhole', { linked, head: verdict.head }));
  if (!finding && head !== null) lines.push(t('cli.auditHeadPart'));
  if (waiting > 0) lines.push(t('cli.auditWaiting', { waiting }));
  return { exit: finding ? 1 : 0, lines, data: { whole: finding === null, ...verdict } };
}

/** Shows what the audit has about a request and its guests. */
export async function showAudit([id]: readonly string[]): Promise<Outcome> {
  const { t } = textsFor('en');
  if (!id) throw new AppError('cli.requestMissing');
  const request = id.toLowerCase();
  const rows: z.infer<typeof Rows> = [];
  for (let after = 0; ; after = rows.at(-1)?.id ?? 0) {
    const query = `request=${encodeURIComponent(request)}&after=${after}`;
    const page = Rows.parse((await askBot('GET', `/audit/rows?${query}`)).body);
    if (page.length === 0) break;
    rows.push(...page);
  }
  const say = (_name: string, value: unknown): unknown => {
    const { data } = Missing.safeParse(value);
    return data ? t(`cli.auditMissing.${data.missing}`) : value;
  };
  const lines = rows.map((row) => {
    const changes = [row.before, row.after].flatMap((each) =>
      each ? JSON.stringify(each, say) : [],
    );
    return `${row.id}  ${row.at}  ${say('actor', row.actor)}  ${row.action}  ${changes.join(' → ')}`;
  });
  return rows.length === 0
    ? { exit: 1, lines: [t('cli.auditNone', { id: request })], data: [] }
    : { exit: 0, lines, data: rows };
}

/** Forgets a person in the audit, for ever. */
export async function forgetInAudit([who]: readonly string[]): Promise<Outcome> {
  const { t } = textsFor('en');
  if (!who) throw new AppError('cli.personMissing');
  const path = `/audit/people/${encodeURIComponent(who)}/forget`;
  const { refs, left } = Forgotten.parse((await askBot('POST', path)).body);
  const found = refs.length > 0;
  const first = found
    ? t('cli.auditForgotten', { refs: refs.join(', ') })
    : t('cli.auditPersonUnknown', { who });
  return { exit: found ? 0 : 1, lines: [first, t('cli.auditLeft', left)], data: { refs, left } };
}

/** Where nothing is wrong before the place that was found, that is worth saying. */
function until({ finding, linked }: z.infer<typeof Verdict>) {
  return finding?.seq === linked + 1 ? 'cli.auditWholeUntil' : 'cli.auditSeen';
}

function readHeadOption(rest: readonly string[]): string | null {
  const [option, value, ...more] = rest.flatMap((word) => word.split('='));
  if (option === undefined) return null;
  if (option !== '--head' || !value || more.length > 0) {
    throw new AppError('cli.headUnclear');
  }
  return value;
}

/** What is known of a finding, for a text that has a word for each. */
function known(finding: NonNullable<z.infer<typeof Verdict>['finding']>) {
  return Object.fromEntries(
    Object.entries(finding).flatMap(([name, value]) =>
      value === null || name === 'kind' ? [] : [[name, value]],
    ),
  );
}
