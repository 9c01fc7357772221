import { afterEach, expect, test } from '@jest/globals';
import { givenGraph } from './support/given-graph.ts';
import {
  refusal,
  type ScriptedGraph,
  type ScriptedReply,
  type SeenRequest,
  scriptedGraph,
} from './support/scripted-graph.ts';

const link = (token: string) => `https://graph.microsoft.com/v1.0/users/delta?${token}`;

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function given(answer: (request: SeenRequest) => ScriptedReply) {
  server = await scriptedGraph(answer);
  return { tenant: givenGraph(server.origin).tenant, requests: server.requests };
}

test('the first look starts from now and tells nobody', async () => {
  const { tenant, requests } = await given(() => ({
    body: { value: [], '@odata.deltaLink': link('$deltatoken=one') },
  }));
  expect(await tenant.changedGuests(null)).toEqual({
    cursor: '/users/delta?$deltatoken=one',
    guests: [],
  });
  expect(requests[0]?.query.get('$deltatoken')).toBe('latest');
  expect(requests[0]?.query.get('$select')).toContain('externalUserState');
});

test('changes come over several pages; members and removed accounts are no guests', async () => {
  const { tenant } = await given(({ query }) =>
    query.has('$skiptoken')
      ? {
          body: {
            value: [{ id: 'c', externalUserState: 'PendingAcceptance' }],
            '@odata.deltaLink': link('$deltatoken=two'),
          },
        }
      : {
          body: {
            value: [
              { id: 'a', externalUserState: 'Accepted', userType: 'Guest' },
              { id: 'b', userType: 'Member', externalUserState: null },
              { id: 'x', '@removed': { reason: 'deleted' } },
            ],
            '@odata.nextLink': link('$skiptoken=p2'),
          },
        },
  );
  expect(await tenant.changedGuests('/users/delta?$deltatoken=one')).toEqual({
    cursor: '/users/delta?$deltatoken=two',
    guests: [
      { id: 'a', state: 'Accepted' },
      { id: 'c', state: 'PendingAcceptance' },
    ],
  });
});

test('an expired cursor is answered with every guest, and with a cursor from before they were read', async () => {
  const { tenant, requests } = await given(({ path, query }) => {
    if (query.get('$deltatoken') === 'old') return refusal(410, 'syncStateNotFound', 'Resync.');
    if (path.endsWith('/delta'))
      return { body: { value: [], '@odata.deltaLink': link('$deltatoken=new') } };
    return { body: { value: [{ id: 'a', externalUserState: 'Accepted' }, { id: 'b' }] } };
  });
  expect(await tenant.changedGuests('/users/delta?$deltatoken=old')).toEqual({
    cursor: '/users/delta?$deltatoken=new',
    guests: [
      { id: 'a', state: 'Accepted' },
      { id: 'b', state: null },
    ],
  });
  expect(
    requests.map((each) => each.query.get('$filter') ?? each.query.get('$deltatoken')),
  ).toEqual(['old', 'latest', "userType eq 'Guest'"]);
});

test('a Graph that is down does not lose the cursor', async () => {
  const { tenant } = await given(() => refusal(503, 'ServiceUnavailable', ''));
  await expect(tenant.changedGuests('/users/delta?$deltatoken=old')).rejects.toMatchObject({
    code: 'unavailable',
  });
});
