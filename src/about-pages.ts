import type { Request, Response, Server } from 'restify';
import { textsFor } from './language/texts.ts';
import { html } from './mail/html.ts';

/** The pages that the app's manifest names: what the app is, what it keeps of people, what it may be used for. */
const PAGES = { '/': 'about', '/privacy': 'privacy', '/terms': 'terms' } as const;

const PARAGRAPHS = {
  about: ['what', 'how', 'start'],
  privacy: ['kept', 'sealed', 'sent', 'elsewhere', 'ask'],
  terms: ['whom', 'guests', 'recorded', 'asIs'],
} as const;

/** No script, no picture, nothing from elsewhere. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** Answers the addresses that the manifest names under `PUBLIC_URL`, in the organization's name. */
export function serveAboutPages(server: Server, org: string): void {
  for (const [path, page] of Object.entries(PAGES)) {
    const body = written(page, org);
    server.get(path, async (_req: Request, res: Response) => {
      res.sendRaw(200, body, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': POLICY,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'max-age=3600',
      });
    });
  }
}

function written(page: keyof typeof PARAGRAPHS, org: string): string {
  const { t } = textsFor('en');
  const title = t(`pages.${page}.title`, { org });
  const paragraphs = PARAGRAPHS[page].map(
    (each) => html`<p>${t(`pages.${page}.${each}`, { org })}</p>`,
  );
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}</style>
</head><body><h1>${title}</h1>${paragraphs}</body></html>`.markup;
}
