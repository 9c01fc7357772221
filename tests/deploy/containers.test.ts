import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { z } from 'zod';
import { settings } from '../../src/settings.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

describe('the image', () => {
  test('is described without a fault', () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(validate('FROM node\nRUNS npm ci')).not.toEqual([]);
  });

  test('holds what the build has written and what production needs', () => {
    expect(dockerfile.match(/^FROM /gm)?.length).toBeGreaterThanOrEqual(3);
    expect(dockerfile).toContain('npm ci --omit=dev --ignore-scripts');
    expect(lastStage).not.toMatch(/npm |src/);
  });

  test('runs as somebody who owns nothing but the data folder', () => {
    expect(lastStage).toMatch(/^USER node$/m);
    expect(lastStage.match(/-o node/g)).toHaveLength(1);
    expect(lastStage).toContain('DATA_DIR=/data');
    expect(lastStage).toMatch(/^VOLUME \["\/data"\]$/m);
  });

  test('is built from files that the builder is shown', () => {
    const [first, ...shown] = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, files = '']) => files.split(' '),
    );
    expect(copied.filter((file) => !shown.includes(`!${file}`))).toEqual([]);
    expect(copied.filter((file) => !existsSync(file))).toEqual([]);
  });

  test.each([
    [200, 0],
    [503, 1],
  ])('is healthy by what the bot answers: %i gives %i', async (status, exit) => {
    const [, written = ''] =
      /^HEALTHCHECK [^[]*(\[.+\])$/ms.exec(
        lastStage.replace(/\\\n/g, '').split('\nCMD')[0] ?? '',
      ) ?? [];
    const [, ...words] = z.array(z.string()).parse(JSON.parse(written));
    const asked: (string | undefined)[] = [];
    const bot = createServer((request, response) => {
      asked.push(request.url);
      response.statusCode = status;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(bot, 'listening');
    try {
      const address = bot.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const run = promisify(execFile)(process.execPath, words, { env: { PORT: String(port) } });
      await expect(
        run.then(
          () => 0,
          (error: { code?: number }) => error.code,
        ),
      ).resolves.toBe(exit);
      expect(asked).toEqual(['/healthz']);
    } finally {
      bot.close();
    }
  });
});

describe('compose.yaml', () => {
  const service = z.object({
    read_only: z.literal(true),
    cap_drop: z.array(z.string()),
    security_opt: z.array(z.string()),
    networks: z.array(z.string()),
    ports: z.array(z.string()).optional(),
    volumes: z.array(z.string()),
    environment: z.record(z.string(), z.string()),
    env_file: z.string().optional(),
    healthcheck: z
      .object({ test: z.array(z.string()) })
      .loose()
      .optional(),
    depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
    secrets: z.array(z.object({ source: z.string() })),
  });
  const compose = z
    .object({
      services: z.object({ bot: service, database: service }),
      networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
      volumes: z.record(z.string(), z.unknown()),
      secrets: z.record(z.string(), z.object({ file: z.string() })),
    })
    .parse(parse(readFileSync('compose.yaml', 'utf8')));
  const { bot, database } = compose.services;

  test('runs both without rights, on a file system that they cannot write to', () => {
    for (const each of [bot, database]) {
      expect(each.cap_drop).toEqual(['ALL']);
      expect(each.security_opt).toEqual(['no-new-privileges:true']);
      expect(each.volumes.every((volume) => (volume.split(':')[0] ?? '') in compose.volumes)).toBe(
        true,
      );
    }
  });

  test('shows the bot to this machine alone, and the database to the bot alone', () => {
    expect(bot.ports).toEqual(['127.0.0.1:3978:3978']);
    expect(database.ports).toBeUndefined();
    expect(database.networks).toEqual(['inside']);
    expect(compose.networks.inside?.internal).toBe(true);
  });

  test('starts the bot when the database answers', () => {
    expect(bot.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect(database.healthcheck?.test).toContain('pg_isready');
  });

  test('keeps secrets in files that git does not see', () => {
    const ignored = readFileSync('.gitignore', 'utf8').split('\n');
    for (const { file } of Object.values(compose.secrets)) {
      expect(file).toMatch(/^secrets\//);
      expect(ignored).toContain('secrets/');
    }
    for (const { environment, secrets } of [bot, database]) {
      for (const { source } of secrets) {
        expect(compose.secrets).toHaveProperty([source]);
        expect(Object.values(environment)).toContain(`/run/secrets/${source}`);
      }
    }
    expect(bot.env_file).toBe('env/.env.prod');
  });

  test('gives the bot settings that exist', () => {
    const known: readonly string[] = ['ENV_FILE', ...settings.map(({ name }) => name)];
    expect(Object.keys(bot.environment).filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('.github/workflows/ci.yml', () => {
  const workflow = z
    .object({
      permissions: z.record(z.string(), z.string()),
      jobs: z.record(
        z.string(),
        z.object({
          steps: z.array(z.object({ run: z.string().optional(), uses: z.string().optional() })),
        }),
      ),
    })
    .parse(parse(readFileSync('.github/workflows/ci.yml', 'utf8')));
  const runs = Object.values(workflow.jobs).flatMap(({ steps }) => steps.map(({ run }) => run));

  test('runs what is run on one’s own machine, and may change nothing', () => {
    expect(runs).toContain('.ci/run');
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  test('builds the image, and has Microsoft’s compiler read every entry of infra', () => {
    expect(runs.join('\n')).toContain('docker build');
    for (const entry of ['main', 'registry']) {
      expect(runs.join('\n')).toContain(`az bicep build --file infra/${entry}.bicep`);
    }
  });
});
