import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { BOT, said, TENANT } from './support/bot-outside.ts';
import { type DoorHere, openDoor } from './support/door-here.ts';
import { type Outside, startOutside } from './support/outside.ts';
import { json, post } from './support/post.ts';
import { type OtherKeys, publishOtherKeys, wrongTokens } from './support/wrong-tokens.ts';

const production = readConfig({
  GUESTLIST_MODE: 'production',
  PUBLIC_URL: 'https://guestlist.example.org/',
  TENANT_ID: TENANT,
  TEAMS_APP_ID: TENANT,
  BOT_ID: BOT,
  BOT_SECRET: 'secret',
  MAIL_FROM: 'invitations@example.org',
  LINK_KEY: Buffer.alloc(32, 7).toString('base64'),
});

let outside: Outside;
let others: OtherKeys;
let door: DoorHere;
/** The SDK's own check, with no check of ours before it. */
let sdk: DoorHere;

beforeAll(async () => {
  outside = await startOutside();
  others = await publishOtherKeys(outside);
  door = await openDoor(outside, production.serviceUrls);
  sdk = await openDoor(outside, /^http:\/\/127\.0\.0\.1/, 'theSdk');
});
afterAll(async () => {
  await Promise.all([door?.close(), sdk?.close()]);
  await outside?.close();
});

async function deliver(serviceUrl: string): Promise<number> {
  const token = await outside.token(BOT, { claims: { serviceurl: serviceUrl } });
  const headers = { ...json, authorization: `Bearer ${token}` };
  const body = JSON.stringify(said(outside, { serviceUrl, id: encodeURIComponent(serviceUrl) }));
  return (await post(door.url, { headers, body })).status;
}

describe('in production answers go to Teams, whatever the token says', () => {
  test.each([
    'https://smba.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net/de/6f0d6d3a-5c1e-4c58-9d0c-2f6a8f1b7e10/',
    'https://SMBA.trafficmanager.net/amer/',
    'https://smba.trafficmanager.net',
    'https://europe.botframework.com/',
  ])('to %s', async (url) => {
    expect(await deliver(url)).toBe(200);
    expect(door.letIn).toContain(encodeURIComponent(url));
  });

  test.each([
    'http://smba.trafficmanager.net/teams/',
    'http://127.0.0.1/',
    'https://localhost/',
    'https://evil.example/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://smba.trafficmanager.net:443@evil.example/',
    'https://smba.trafficmanager.net%40evil.example/',
    'https://smba.trafficmanager.net\\@evil.example/',
    'https://smba.trafficmanager.net\t.evil.example/',
    'https://smba.trafficmanager.net#@evil.example/',
    'https://smba.trafficmanager.net?.evil.example/',
    'https://evil-smba.trafficmanager.net/',
    'https://evil.smba.trafficmanager.net/',
    'https://ſmba.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/',
    'https://user@smba.trafficmanager.net/',
    'https://botframework.com/',
    'https://evilbotframework.com/',
    'https://a.b.botframework.com/',
    'https://evil.example/https://smba.trafficmanager.net/',
    ' https://smba.trafficmanager.net/',
    'https:smba.trafficmanager.net/',
    '//smba.trafficmanager.net/',
    'ftp://smba.trafficmanager.net/',
  ])('never to %s', async (url) => {
    const { length } = door.letIn;
    expect(await deliver(url)).toBe(403);
    expect(door.letIn).toHaveLength(length);
  });
});

describe('what the SDK’s own check keeps out, ours keeps out', () => {
  const quiet = () => [
    jest.spyOn(console, 'error').mockImplementation(() => undefined),
    jest.spyOn(console, 'warn').mockImplementation(() => undefined),
  ];

  test('and a good token is good for both', async () => {
    const authorization = `Bearer ${await outside.token(BOT)}`;
    const sent = { headers: { ...json, authorization }, body: JSON.stringify(said(outside)) };
    expect((await post(sdk.url, sent)).status).toBe(200);
  });

  test.each(wrongTokens)('%s', async (_what, make) => {
    const spies = quiet();
    const authorization = await make(outside, others);
    const { length } = sdk.letIn;
    await post(sdk.url, {
      headers: { ...json, authorization },
      body: JSON.stringify(said(outside)),
    });
    for (const spy of spies) spy.mockRestore();
    // Three rows only ours keeps out, and is right to.
    const onlyOurs = ['a key endorsed for nothing', 'a key that is for encrypting', 'no expiry'];
    expect(sdk.letIn.length - length).toBe(onlyOurs.includes(_what) ? 1 : 0);
  });
});
