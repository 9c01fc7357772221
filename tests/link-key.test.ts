import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { keptLinkKey } from '../src/link-key.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guestlist-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the key is made once, for its owner only, and leaves nothing beside it', () => {
  const key = keptLinkKey(join(folder, 'new'));
  expect(key).toHaveLength(32);
  expect(keptLinkKey(join(folder, 'new'))).toEqual(key);
  const file = join(folder, 'new', 'link.key');
  expect(readFileSync(file)).toEqual(key);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'new'))).toEqual(['link.key']);
});

test.each([0, 16, 33])('a key of %i bytes is refused by the name of its file', (length) => {
  const file = join(folder, 'link.key');
  writeFileSync(file, Buffer.alloc(length));
  expect(() => keptLinkKey(folder)).toThrow(
    expect.objectContaining({ code: 'start.linkKeyBroken', params: { file } }),
  );
});
