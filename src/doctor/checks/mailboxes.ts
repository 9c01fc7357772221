import { z } from 'zod';
import { pathOf } from '../../graph/odata.ts';
import { type Finding, lookAt, ok, problem, unchecked } from '../finding.ts';
import { bodyOf, type Patient } from '../patient.ts';

/** So many other mailboxes are tried until one is found: not everybody has one. */
const OTHERS = 5;

const users = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      mail: z.string().nullish(),
      userPrincipalName: z.string().nullish(),
    }),
  ),
});

/** Asks for the id of one draft at most: enough to be let in or refused. */
const draftsOf = (mailbox: string) =>
  `${pathOf`/users/${mailbox}/mailFolders/drafts/messages`}?$select=id&$top=1`;

/** Whether the sending mailboxes are open to the app, and others are not. */
export async function checkMailboxes(patient: Patient): Promise<readonly Finding[]> {
  const own = await Promise.all(
    patient.config.mailFrom.map((mailbox) =>
      lookAt(`mailbox.${mailbox}`, () => checkOwn(patient, mailbox)),
    ),
  );
  const others = await lookAt('mailbox.others', () => checkOthers(patient));
  const isOpen = own.flat().every(({ state }) => state === 'ok');
  const reads = isOpen
    ? ok('permission.Mail.ReadWrite', 'permissionInExchange', { permission: 'Mail.ReadWrite' })
    : unchecked('permission.Mail.ReadWrite', { code: 'doctor.mailboxShut', params: {} });
  const sends = patient.roles.includes('Mail.Send')
    ? []
    : [unchecked('permission.Mail.Send', { code: 'doctor.sendUnchecked', params: {} })];
  const inEntra = patient.roles.includes('Mail.ReadWrite');
  return [...own.flat(), ...others, ...(inEntra ? [] : [reads]), ...sends];
}

async function checkOwn({ read }: Patient, mailbox: string): Promise<Finding> {
  const { status } = await read(draftsOf(mailbox));
  const name = `mailbox.${mailbox}`;
  if (status < 400) return ok(name, 'mailbox');
  const code = status === 404 ? 'doctor.mailboxMissing' : 'doctor.mailboxRefused';
  return problem(name, { code, params: { mailbox } });
}

/** Whoever may read one mailbox that is not his to use may read all. */
async function checkOthers(patient: Patient): Promise<Finding> {
  const filter = encodeURIComponent("accountEnabled eq true and userType eq 'Member'");
  const answer = await patient.read(
    `/users?$filter=${filter}&$select=id,mail,userPrincipalName&$top=50`,
  );
  const { value } = bodyOf(answer, users, 'User.Read.All');
  const own = patient.config.mailFrom.map((each) => each.toLowerCase());
  const others = value.filter(
    ({ mail, userPrincipalName }) =>
      mail && ![mail, userPrincipalName].some((each) => own.includes((each ?? '').toLowerCase())),
  );
  for (const { id, mail } of others.slice(0, OTHERS)) {
    const { status } = await patient.read(draftsOf(id));
    if (status === 403) return ok('mailbox.others', 'mailboxOthers');
    if (status < 400) {
      const params = { mailbox: mail ?? id };
      return problem('mailbox.others', { code: 'doctor.mailboxOpen', params });
    }
  }
  return unchecked('mailbox.others', { code: 'doctor.noOtherMailbox', params: {} });
}
