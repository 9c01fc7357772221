import { z } from 'zod';
import { type Finding, lookAt, ok, problem, unchecked } from '../finding.ts';
import { bodyOf, type Patient } from '../patient.ts';

const settings = z.object({
  value: z.array(
    z.object({
      displayName: z.string().nullish(),
      values: z.array(z.object({ name: z.string(), value: z.string().nullish() })).default([]),
    }),
  ),
});

/** What the organization says of guests in groups, and in Teams. */
export async function checkGuestSettings({ read }: Patient): Promise<readonly Finding[]> {
  const groups = await lookAt('groups.guests', async () => {
    const answer = await read('/groupSettings');
    const { value } = bodyOf(answer, settings, 'GroupSettings.Read.All');
    const unified = value.find(({ displayName }) => displayName === 'Group.Unified');
    // A tenant that has never changed them has no settings at all, and guests are welcome.
    const isOff = (name: string) =>
      unified?.values.some((each) => each.name === name && each.value?.toLowerCase() === 'false');
    if (isOff('AllowToAddGuests')) {
      return problem('groups.guests', { code: 'doctor.groupsAddNoGuests', params: {} });
    }
    if (isOff('AllowGuestsToAccessGroups')) {
      return problem('groups.guests', { code: 'doctor.groupsShutGuestsOut', params: {} });
    }
    return ok('groups.guests', 'groupsGuests');
  });
  // Graph has no word on it: Teams' own setting is read with its PowerShell alone.
  return [
    ...groups,
    unchecked('teams.guests', { code: 'doctor.teamsGuestsUnchecked', params: {} }),
  ];
}
