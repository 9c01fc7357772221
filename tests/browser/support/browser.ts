import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { carriedChromium } from './carried-chromium.ts';

/** As root, Chromium's own sandbox refuses to start; the tests open nothing but our own pages. */
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/** Tried in this order where the carried Chromium does not run. */
const INSTALLED: { name: string; options: LaunchOptions }[] = [
  { name: 'Google Chrome', options: { channel: 'chrome' } },
  { name: 'Microsoft Edge', options: { channel: 'msedge' } },
  { name: '/usr/bin/chromium', options: { executablePath: '/usr/bin/chromium' } },
  { name: '/usr/bin/chromium-browser', options: { executablePath: '/usr/bin/chromium-browser' } },
];

/**
 * Starts a headless Chromium: the one that came with `npm ci`, else one that is installed.
 * Throws a sentence that says what to install when there is none. The caller closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  const refusals: string[] = [];
  const carried = { name: '@sparticuz/chromium', options: carriedChromium };
  for (const { name, options } of [carried, ...INSTALLED]) {
    try {
      const found = typeof options === 'function' ? await options() : options;
      return await chromium.launch({ ...found, args: ARGS });
    } catch (cause) {
      refusals.push(`${name}: ${firstLine(cause)}`);
    }
  }
  throw new Error(
    `The browser tests found no browser that starts. Install Google Chrome and run them again.\n${refusals.join('\n')}`,
  );
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split('\n')[0] ?? '';
}
