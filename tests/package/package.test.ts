import { expect, test } from '@jest/globals';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { z } from 'zod';
import { read } from '../language/read.ts';
import { built, GIVEN, type Manifest, opened } from './support/opened-package.ts';

const LANGUAGES = ['en', 'fr', 'nl', 'da'];

/** What Microsoft's own package finds wrong, by the schema that the file names: the package carries it. */
async function faultsOf(file: Readonly<Record<string, unknown>>): Promise<string[]> {
  const schema = await AppManifestUtils.fetchSchema(String(file.$schema));
  return AppManifestUtils.validateAgainstSchema(
    file as unknown as Parameters<typeof AppManifestUtils.validateAgainstSchema>[0],
    schema,
  );
}

function commandsOf({ bots }: Manifest) {
  return bots.flatMap((bot) => bot.commandLists.flatMap((list) => list.commands));
}

test('the manifest is what its schema of version 1.25 or later asks for', async () => {
  const { manifest } = await opened();
  expect(Number(String(manifest.manifestVersion).split('.')[1])).toBeGreaterThanOrEqual(25);
  expect(await faultsOf(manifest)).toEqual([]);
  expect(await faultsOf({ ...manifest, name: { full: 'no short one' } })).not.toEqual([]);
});

const localization = z.object({
  properties: z.record(z.string(), z.object({ maxLength: z.number().optional() })),
  patternProperties: z.record(z.string(), z.object({ maxLength: z.number().optional() })),
});

/** Microsoft's schema of localisation files has a pattern that Ajv refuses, so its rules are read one by one. */
async function longestOf(schemaUrl: string, key: string): Promise<number> {
  const rules = localization.parse(await AppManifestUtils.fetchSchema(schemaUrl));
  const patterns = Object.entries(rules.patternProperties);
  const [, rule] = patterns.find(([pattern]) => new RegExp(pattern).test(key)) ?? [];
  return (rules.properties[key] ?? rule)?.maxLength ?? 0;
}

test.each(LANGUAGES)(
  'the texts in %s are known to their schema, and no longer than it says',
  async (language) => {
    const { $schema = '', ...texts } = (await opened()).texts(language);
    expect(await longestOf($schema, 'name.middle')).toBe(0);
    for (const [key, text] of Object.entries(texts)) {
      expect([key, Math.max(0, text.length - (await longestOf($schema, key)))]).toEqual([key, 0]);
      expect([key, text.trim()]).not.toEqual([key, '']);
    }
  },
);

test('everything lies at the top of the zip, and nothing is left to fill in', async () => {
  const { names, file } = await opened();
  const languages = LANGUAGES.map((each) => `${each}.json`);
  expect(names.sort()).toEqual(['manifest.json', ...languages, 'color.png', 'outline.png'].sort());
  for (const name of names) expect(file(name).toString('latin1')).not.toContain('${{');
});

test('the manifest carries the settings', async () => {
  const { manifest } = await opened();
  expect(manifest).toMatchObject({
    id: GIVEN.TEAMS_APP_ID,
    version: '1.2.3',
    developer: { name: 'Guestlist', websiteUrl: 'https://guestlist.woodgrove.com' },
    accentColor: '#4f52b2',
    validDomains: ['guestlist.woodgrove.com', 'token.botframework.com'],
    webApplicationInfo: {
      id: GIVEN.BOT_ID,
      resource: `api://guestlist.woodgrove.com/botid-${GIVEN.BOT_ID}`,
    },
  });
  expect(manifest.bots).toMatchObject([
    { botId: GIVEN.BOT_ID, scopes: ['personal', 'team', 'groupChat'] },
  ]);
});

test('every scope of the bot has a list of commands, each of them one that it reads', async () => {
  const { manifest } = await opened();
  for (const { scopes, commandLists } of manifest.bots) {
    expect(commandLists.flatMap((list) => list.scopes).sort()).toEqual([...scopes].sort());
  }
  for (const { title } of commandsOf(manifest)) {
    expect([title, read(title).kind]).not.toEqual([title, 'unknown']);
  }
});

test('each language has all the texts, and English says what the manifest says', async () => {
  const { manifest, texts } = await opened();
  const english = texts('en');
  for (const each of LANGUAGES) expect(Object.keys(texts(each))).toEqual(Object.keys(english));
  expect(english).toMatchObject({
    'name.short': manifest.name.short,
    'name.full': manifest.name.full,
    'description.short': manifest.description.short,
    'description.full': manifest.description.full,
  });
  const described = Object.entries(english).filter(([key]) => key.startsWith('bots['));
  expect(described.map(([, text]) => text)).toEqual(
    commandsOf(manifest).map((each) => each.description),
  );
});

test('an example in a description is a sentence that the bot reads, in every language', async () => {
  const { texts } = await opened();
  for (const language of LANGUAGES) {
    const [example] =
      /invite sam@example\.org to Project X/.exec(texts(language)['description.full'] ?? '') ?? [];
    expect([language, read(example ?? '').kind]).toEqual([language, 'invite']);
  }
});

test('another name and colour come from the settings, in every language', async () => {
  const { manifest, texts } = await opened({
    BRAND_NAME: 'WoodGrove "Bank"',
    APP_NAME: 'Visitors',
    BRAND_COLOR: '#aa3300',
  });
  expect(manifest.developer.name).toBe('WoodGrove "Bank"');
  expect(manifest.accentColor).toBe('#aa3300');
  for (const language of LANGUAGES) {
    expect(texts(language)['name.short']).toBe('Visitors');
    expect(texts(language)['description.full']).toContain('Visitors');
    expect(JSON.stringify(texts(language))).not.toContain('Guestlist');
  }
});

test('without a name of its own the app has the brand’s', async () => {
  expect((await opened({ BRAND_NAME: 'WoodGrove' })).manifest.name.short).toBe('WoodGrove');
});

test('the same input gives the same bytes, wherever the clock stands', async () => {
  const zone = process.env.TZ;
  try {
    process.env.TZ = 'Asia/Tokyo';
    const first = await built();
    process.env.TZ = 'America/Lima';
    expect((await built()).equals(first)).toBe(true);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
