import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import restify from 'restify';
import { serveAboutPages } from '../../src/about-pages.ts';
import { closeServer, listen } from '../../src/server/listen.ts';

const server = restify.createServer({ handleUncaughtExceptions: false });
let origin: string;
beforeAll(async () => {
  serveAboutPages(server, 'Wood & <b>Grove</b>');
  origin = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
});
afterAll(() => closeServer(server));

test('every address that the manifest names is answered, with the name of who runs it as text', async () => {
  const { developer } = JSON.parse(readFileSync('appPackage/manifest.json', 'utf8'));
  const { websiteUrl, privacyUrl, termsOfUseUrl } = developer;
  for (const address of [websiteUrl, privacyUrl, termsOfUseUrl]) {
    const answer = await fetch(address.replace(/^\$\{\{PUBLIC_URL\}\}/, origin));
    const body = await answer.text();
    expect([address, answer.status]).toEqual([address, 200]);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(body).toContain('Wood &amp; &lt;b&gt;Grove&lt;/b&gt;');
    expect(body).not.toContain('<b>');
    expect(body).not.toMatch(/<script|https?:/);
  }
});
