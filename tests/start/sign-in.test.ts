import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type GivenCertificate, givenCertificate } from '../support/certificate.ts';
import { givenInstance, type Instance } from '../support/instance.ts';
import { freePort } from '../support/ports.ts';
import { START_MS } from '../support/product.ts';
import { sandboxClient } from '../support/sandbox-client.ts';

let folder: string;
let sandbox: Instance;
let common: Record<string, string>;
let certificate: GivenCertificate;
const bots: Instance[] = [];

afterEach(async () => {
  await Promise.all(bots.map((each) => each.kill('SIGTERM')));
});
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guestlist-sign-in-'));
  certificate = await givenCertificate();
  const sandboxPort = await freePort();
  common = {
    GUESTLIST_MODE: 'sandbox',
    SANDBOX_PORT: String(sandboxPort),
    LOG_LEVEL: 'info',
    DATA_DIR: folder,
    PORT: String(await freePort()),
  };
  sandbox = givenInstance({
    entry: 'src/sandbox/index.ts',
    port: sandboxPort,
    readyPath: '/_sandbox/clock',
    env: common,
    logFile: join(folder, 'sandbox.log'),
  });
  await sandbox.start();
}, START_MS);
afterAll(async () => {
  await sandbox.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** A bot that is up when it listens, whether it is ready or not. */
function givenBot(settings: Record<string, string>): Instance {
  const bot = givenInstance({
    entry: 'src/index.ts',
    port: Number(common.PORT),
    readyPath: '/healthz',
    env: { ...common, ...settings },
    logFile: join(folder, `bot-${bots.length}.log`),
  });
  bots.push(bot);
  return bot;
}

/** What `/readyz` says of the sign-in. */
async function readiness(bot: Instance): Promise<{ status: number; signIn: string | undefined }> {
  const response = await fetch(`${bot.origin}/readyz`);
  const { checks } = (await response.json()) as { checks: Record<string, string> };
  return { status: response.status, signIn: checks.signIn };
}

/** A log is written beside the work: a line may come after the answer. */
async function logged(bot: Instance, line: RegExp): Promise<void> {
  for (let tries = 0; tries < 100 && !line.test(bot.log()); tries += 1) await wait(100);
  expect(bot.log()).toMatch(line);
}

function pemFile(name: string, { key, certificate }: GivenCertificate): string {
  const file = join(folder, name);
  writeFileSync(file, `${key}\n${certificate}`);
  return file;
}

test(
  'a certificate that Entra does not know keeps the bot from being ready, until it is uploaded',
  async () => {
    const file = pemFile('app.pem', certificate);
    const bot = givenBot({ SIGN_IN: 'certificate', CERTIFICATE_FILE: file });
    await bot.start();
    const before = await readiness(bot);
    expect(before.status).toBe(503);
    expect(before.signIn).toMatch(/does not know the certificate.*uploads the certificate/);
    await logged(bot, /appSignIn\.certificateUnknown/);
    await logged(bot, /AADSTS700027/);

    const client = sandboxClient(sandbox.origin);
    await client.post('/_sandbox/registration', { certificates: [certificate.certificate] });
    for (let tries = 0; (await readiness(bot)).signIn !== 'ok'; tries += 1) {
      if (tries > 60) throw new Error('The bot does not look again.');
      await wait(500);
    }
    await client.say('john', 'help');
    const { personalConversationId } = await client.person('john');
    const said = await client.messages(personalConversationId ?? '');
    expect(said.length).toBeGreaterThan(1);
    expect(bot.log()).not.toContain('PRIVATE KEY');
  },
  START_MS,
);

test(
  'a wrong secret is named, and stands in no log',
  async () => {
    const bot = givenBot({ BOT_SECRET: 'not-the-right-one' });
    await bot.start();
    expect((await readiness(bot)).signIn).toMatch(/my client secret is wrong.*BOT_SECRET/);
    await logged(bot, /appSignIn\.secretWrong/);
    expect(bot.log()).not.toContain('not-the-right-one');
  },
  START_MS,
);

test(
  'a certificate that has expired refuses the start',
  async () => {
    const file = pemFile('old.pem', await givenCertificate({ from: -30, to: -1 }));
    const bot = givenBot({ SIGN_IN: 'certificate', CERTIFICATE_FILE: file });
    await expect(bot.start()).rejects.toThrow();
    expect((await bot.ended()).code).toBe(2);
  },
  START_MS,
);
