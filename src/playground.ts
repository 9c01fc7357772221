import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readStartConfig } from './config.ts';
import { AppError } from './errors.ts';
import { startRefusal } from './language/start-texts.ts';
import { textsFor } from './language/texts.ts';

/**
 * `npm run playground`: the sandbox and the bot as `npm start` runs them, without tokens, and Microsoft's Agents
 * Playground in front. It is fetched by npx and no part of the product: its licence is for evaluation.
 */
const PLAYGROUND = '@microsoft/m365agentsplayground@0.2.28';

/** Its own port where it is free; it takes another one otherwise, and says which. */
const PLAYGROUND_PORT = 56_150;

/** Who one is there, and the five others that it wants to know of. */
const ME = 'john';
const OTHERS = 5;

const person = z.object({
  key: z.string(),
  name: z.string(),
  mail: z.string(),
  mri: z.string(),
  aadObjectId: z.string(),
});
const people = z.object({
  people: z.array(person),
  tenantId: z.string(),
  teamId: z.string(),
  bot: z.object({ id: z.string(), name: z.string() }),
});

const children: ChildProcess[] = [];
let ending = false;

function end(code: number): void {
  if (ending) return;
  ending = true;
  const left = children.filter(
    ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
  );
  const gone = left.map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of left) stop(child);
  void Promise.all(gone).then(() => process.exit(code));
}

/** npx runs what it fetched in a shell of its own and tells it nothing, so that all of them are told. */
function stop(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === 'win32') child.kill('SIGTERM');
  else process.kill(-child.pid, 'SIGTERM');
}

function run(command: string, words: string[], env: NodeJS.ProcessEnv, shell = false): void {
  const child = spawn(command, words, {
    env,
    shell,
    stdio: 'inherit',
    detached: process.platform !== 'win32',
  });
  children.push(child);
  child.once('error', () => end(1));
  child.once('close', (code) => end(code ?? 1));
}

/** WoodGrove's people, once the bot answers as well. */
async function whoIsThere(bot: string, sandbox: string): Promise<z.infer<typeof people>> {
  while (!ending) {
    const ready = await fetch(`${bot}/readyz`).catch(() => null);
    if (ready?.ok) {
      const answer = await fetch(`${sandbox}/_sandbox/people`);
      return people.parse(await answer.json());
    }
    await wait(200);
  }
  throw new AppError('unavailable');
}

/** One who is known to the directory, in the words of the playground. */
function known({ mri, name, mail, aadObjectId }: z.infer<typeof person>) {
  const [givenName = name, surname = ''] = name.split(' ');
  return { id: mri, name, userPrincipleName: mail, aadObjectId, givenName, surname, email: mail };
}

/** The playground's own file of its company: WoodGrove's ids, so that the directory knows who speaks. */
function companyOf({ people: all, tenantId, teamId, bot }: z.infer<typeof people>) {
  const me = all.find(({ key }) => key === ME);
  if (!me) throw new AppError('unavailable');
  return {
    version: '0.1.1',
    tenantId,
    bot,
    currentUser: known(me),
    users: all
      .filter((each) => each !== me)
      .slice(0, OTHERS)
      .map(known),
    personalChat: { id: 'playground-chat' },
    groupChat: { id: 'playground-group', name: 'Playground' },
    team: {
      id: '19:playground@thread.tacv2',
      name: 'Playground',
      aadGroupId: teamId,
      channels: [{ id: '19:playground-news@thread.tacv2', name: 'News' }],
    },
  };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));

try {
  const given = { ...process.env, CHANNEL_AUTH: 'none' };
  const { port, sandboxPort, dataDir } = readStartConfig(given);
  const bot = `http://127.0.0.1:${port}`;
  run(process.execPath, [fileURLToPath(new URL('start.ts', import.meta.url))], given);

  const company = companyOf(await whoIsThere(bot, `http://127.0.0.1:${sandboxPort}`));
  const folder = join(dataDir, 'playground');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'company.yml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(company, null, 2));
  process.stdout.write(
    `${textsFor('en').t('start.playground', { name: company.currentUser.name })}\n`,
  );
  run(
    'npx',
    ['--yes', PLAYGROUND, 'start', '--disable-telemetry']
      .concat(['--app-endpoint', `${bot}/api/messages`])
      .concat(['--channel-id', 'msteams', '--port', String(PLAYGROUND_PORT)]),
    {
      ...process.env,
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: file,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'playground.log'),
    },
    process.platform === 'win32',
  );
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  if (!ending) process.stderr.write(`${startRefusal(error)}\n`);
  end(2);
}
