import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { z } from 'zod';
import { buildPackage } from '../../../src/package/build-package.ts';
import { readPackageConfig } from '../../../src/package-config.ts';

/** What an administrator would fill in. */
export const GIVEN = {
  PUBLIC_URL: 'https://guestlist.woodgrove.com/',
  TEAMS_APP_ID: '22222222-2222-4222-8222-222222222222',
  BOT_ID: '33333333-3333-4333-8333-333333333333',
};

const manifest = z.looseObject({
  id: z.string(),
  version: z.string(),
  developer: z.object({ name: z.string(), websiteUrl: z.string() }).loose(),
  name: z.object({ short: z.string(), full: z.string() }),
  description: z.object({ short: z.string(), full: z.string() }),
  accentColor: z.string(),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }),
  bots: z.array(
    z.looseObject({
      botId: z.string(),
      scopes: z.array(z.string()),
      commandLists: z.array(
        z.object({
          scopes: z.array(z.string()),
          commands: z.array(z.object({ title: z.string(), description: z.string() })),
        }),
      ),
    }),
  ),
});

/** The manifest as far as tests look at it. */
export type Manifest = z.infer<typeof manifest>;

/** The package for the given settings, as bytes. */
export function built(settings: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  return buildPackage(readPackageConfig('dev', { ...GIVEN, ...settings }), '1.2.3', 'appPackage');
}

/** The package for the given settings, unpacked. */
export async function opened(settings: Readonly<Record<string, string>> = {}) {
  const files = unzipSync(await built(settings));
  const file = (name: string): Buffer => {
    const found = files[name];
    if (!found) throw new Error(`${name} is not in the package`);
    return Buffer.from(found);
  };
  return {
    names: Object.keys(files),
    file,
    manifest: manifest.parse(JSON.parse(file('manifest.json').toString('utf8'))),
    texts: (language: string) =>
      z.record(z.string(), z.string()).parse(JSON.parse(file(`${language}.json`).toString('utf8'))),
  };
}

/** The pixels of a PNG: red, green, blue, opacity. */
export async function pixelsOf(picture: Buffer) {
  const { data, info } = await sharp(picture)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const all = Array.from({ length: info.width * info.height }, (_, at) => [
    ...data.subarray(at * 4, at * 4 + 4),
  ]);
  return { width: info.width, height: info.height, all };
}
