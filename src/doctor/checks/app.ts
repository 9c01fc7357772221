import { z } from 'zod';
import { literal, pathOf } from '../../graph/odata.ts';
import { type Finding, ok, problem, unchecked, warning } from '../finding.ts';
import { bodyOf, type Patient } from '../patient.ts';

const apps = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      appDefinitions: z
        .array(z.object({ version: z.string().nullish(), publishingState: z.string().nullish() }))
        .default([]),
    }),
  ),
});
const ids = z.object({ value: z.array(z.object({ id: z.string() })) });

/** Whether the app is in the organization's catalogue, and may be added for people. */
export async function checkApp(patient: Patient): Promise<readonly Finding[]> {
  const { teamsAppId } = patient.config;
  const filter = encodeURIComponent(`externalId eq ${literal(teamsAppId)}`);
  const answer = await patient.read(
    `/appCatalogs/teamsApps?$filter=${filter}&$expand=appDefinitions`,
  );
  const [app] = bodyOf(answer, apps, 'AppCatalog.Read.All').value;
  if (!app) {
    const params = { id: teamsAppId };
    return [
      problem('app.catalog', { code: 'doctor.appMissing', params }),
      unchecked('app.install', { code: 'doctor.appNotThere', params: {} }),
    ];
  }
  const published = app.appDefinitions.find((each) => each.publishingState === 'published');
  const inCatalog = published
    ? ok('app.catalog', 'appInCatalog', { version: published.version ?? '?' })
    : warning('app.catalog', { code: 'doctor.appNotPublished', params: {} });
  return [inCatalog, await checkInstall(patient)];
}

/** Whether the app may see to itself for somebody: the same permission as adding it, asked with a read. */
async function checkInstall({ read }: Patient): Promise<Finding> {
  const filter = encodeURIComponent("accountEnabled eq true and userType eq 'Member'");
  const people = await read(`/users?$filter=${filter}&$select=id&$top=1`);
  const [person] = bodyOf(people, ids, 'User.Read.All').value;
  if (!person) return unchecked('app.install', { code: 'doctor.nobody', params: {} });
  const { status } = await read(pathOf`/users/${person.id}/teamwork/installedApps`);
  if (status < 400) return ok('app.install', 'appInstall');
  return problem('app.install', { code: 'doctor.installRefused', params: { status } });
}
