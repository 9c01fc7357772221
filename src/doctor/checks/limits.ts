import { z } from 'zod';
import type { Config } from '../../config.ts';
import { type Finding, lookAt, ok, problem, unchecked, warning } from '../finding.ts';
import { bodyOf, type Patient } from '../patient.ts';

/** The most that any copy of Microsoft's throttling pages allows; what a setting says beyond that ends in 429. */
const MOST: Readonly<Record<keyof Config['limits'], readonly [string, number]>> = {
  teamMembersPerMinute: ['TEAM_MEMBERS_PER_MINUTE', 240],
  invitationsPer5Seconds: ['INVITATIONS_PER_5_SECONDS', 150],
  directoryWritesPer150Seconds: ['DIRECTORY_WRITES_PER_150_SECONDS', 3000],
  directoryWritesPer5Minutes: ['DIRECTORY_WRITES_PER_5_MINUTES', 18_000],
  readUnitsPer10Seconds: ['READ_UNITS_PER_10_SECONDS', 8000],
  mailsPerMinute: ['MAILS_PER_MINUTE', 30],
  mailsAtOnce: ['MAILS_AT_ONCE', 4],
  mailsPerDay: ['MAILS_PER_DAY', 10_000],
  appInstallsPerSecond: ['APP_INSTALLS_PER_SECOND', 30],
  teamReadsPerSecond: ['TEAM_READS_PER_SECOND', 30],
  teamWritesPerSecond: ['TEAM_WRITES_PER_SECOND', 10],
  chatSendsPerSecond: ['CHAT_SENDS_PER_SECOND', 7],
  chatSendsPer2Seconds: ['CHAT_SENDS_PER_2_SECONDS', 8],
  chatSendsPer30Seconds: ['CHAT_SENDS_PER_30_SECONDS', 60],
  chatSendsPerHour: ['CHAT_SENDS_PER_HOUR', 1800],
  botCallsPerSecond: ['BOT_CALLS_PER_SECOND', 50],
};

/** From this share on a directory is nearly full. */
const NEARLY = 0.95;

const organization = z.object({
  value: z.array(
    z.object({
      directorySizeQuota: z.object({ used: z.number(), total: z.number() }).nullish(),
    }),
  ),
});

/** Whether our settings stay below Microsoft's limits. */
export function checkLimitSettings({ limits }: Config): Finding {
  const kinds = Object.keys(MOST) as (keyof Config['limits'])[];
  for (const kind of kinds) {
    const [name, most] = MOST[kind];
    if (limits[kind] > most) {
      const params = { name, value: limits[kind], most };
      return warning('limits.settings', { code: 'doctor.limitTooHigh', params });
    }
  }
  return ok('limits.settings', 'limits');
}

/** Whether the directory has room for guests. Graph tells its size in beta only. */
export async function checkDirectorySize({ read }: Patient): Promise<readonly Finding[]> {
  const name = 'limits.directory';
  return lookAt(name, async () => {
    const answer = await read('/organization?$select=id,directorySizeQuota', 'beta');
    const [tenant] = bodyOf(answer, organization, 'Organization.Read.All').value;
    const quota = tenant?.directorySizeQuota;
    if (!quota) return unchecked(name, { code: 'doctor.sizeUntold', params: {} });
    const { used, total } = quota;
    if (used >= total) return problem(name, { code: 'doctor.directoryFull', params: { total } });
    if (used < total * NEARLY) return ok(name, 'directorySize', { used, total });
    return warning(name, { code: 'doctor.directoryNearlyFull', params: { used, total } });
  });
}
