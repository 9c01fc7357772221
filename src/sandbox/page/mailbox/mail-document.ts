/** What a mail may load in its frame: its own styles and pictures, nothing that runs. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: https: http://127.0.0.1:*";

/** A mail's own condition; a browser asks the system, whatever look the page was given. */
const PREFERENCE = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/g;

/**
 * A mail's HTML as the document of a sandboxed frame: links open in a new tab, nothing in it may run,
 * load or send; it is dark where the page is. Needs a browser's parser.
 */
export function mailDocument(html: string, dark: boolean): string {
  const mail = new DOMParser().parseFromString(html, 'text/html');
  for (const element of mail.querySelectorAll('base, meta[http-equiv]')) element.remove();
  for (const sheet of mail.querySelectorAll('style')) {
    sheet.textContent = sheet.textContent.replace(PREFERENCE, (_, asked) =>
      (asked === 'dark') === dark ? '(min-width: 0)' : '(max-width: 0)',
    );
  }
  const policy = mail.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = POLICY;
  const base = mail.createElement('base');
  base.target = '_blank';
  mail.head.prepend(policy, base);
  return `<!doctype html>${mail.documentElement.outerHTML}`;
}
