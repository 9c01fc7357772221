import { inkOn } from './brand-color.ts';
import { html, type Markup } from './html.ts';
import type { Invitation } from './invitation-mail.ts';
import type { InvitationWords } from './invitation-words.ts';

/*
 * Written for mail clients: tables and inline styles carry the look, the style sheet only what may be
 * lost (dark colors, a phone's margins). Outlook draws with Word's engine: widths come from a table of
 * its own, the button from the cell's color.
 */
const FONT = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const TEXT = `${FONT}font-size:16px;line-height:24px;color:#242424;`;
const SMALL = `${FONT}font-size:14px;line-height:20px;color:#545454;`;

const STYLE_SHEET = html`<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
@media (max-width: 480px) { .pad { padding-left: 20px !important; padding-right: 20px !important; } }
@media (prefers-color-scheme: dark) {
  .page { background-color: #141414 !important; }
  .sheet { background-color: #242424 !important; border-color: #3d3d3d !important; }
  .words { background-color: #303030 !important; }
  .text { color: #f0f0f0 !important; }
  .small { color: #c4c4c4 !important; }
  .link { color: #a6b1ff !important; }
}
</style>`;

/** The mail as HTML. Everything that people wrote goes through `html`, which escapes it. */
export function invitationHtml(
  invitation: Invitation,
  words: InvitationWords,
  locale: string,
): string {
  const { markup } = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${words.subject}</title>
${STYLE_SHEET}
</head>
<body class="page" style="margin:0;padding:0;background-color:#f3f3f3;">
<div style="display:none;max-height:0;overflow:hidden;">${words.preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" style="background-color:#f3f3f3;">
<tr><td align="center" style="padding:24px 12px;">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="sheet" style="max-width:600px;background-color:#ffffff;border:1px solid #e0e0e0;border-radius:8px;">
${band(invitation)}
${row('padding:32px 40px 0;', top(words))}
${words.quote.length > 0 ? row('padding:24px 40px 0;', quote(invitation, words)) : []}
${row('padding:28px 40px 0;', start(invitation, words))}
${row('padding:28px 40px 0;', next(invitation, words))}
${row('padding:24px 40px 32px;', foot(words))}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;
  return markup;
}

function row(style: string, content: Markup): Markup {
  return html`<tr><td class="pad" style="${style}">${content}</td></tr>`;
}

/** Logo or name of the brand, on its color. */
function band({ brand }: Invitation): Markup {
  const ink = inkOn(brand.color);
  const sign = brand.logoUrl
    ? html`<img src="${brand.logoUrl}" alt="${brand.name}" height="32" style="display:block;border:0;height:32px;max-width:240px;${FONT}font-size:18px;line-height:32px;font-weight:600;color:${ink};">`
    : html`<span style="${FONT}font-size:18px;line-height:32px;font-weight:600;color:${ink};">${brand.name}</span>`;
  return html`<tr><td class="pad" bgcolor="${brand.color}" style="padding:16px 40px;background-color:${brand.color};border-radius:7px 7px 0 0;">${sign}</td></tr>`;
}

/** Who invites, to what, until when. */
function top(words: InvitationWords): Markup {
  const places = words.places.map(
    (place) => html`<li style="margin:0 0 4px;font-weight:600;">${place}</li>`,
  );
  return html`<h1 class="text" style="${FONT}margin:0 0 20px;font-size:24px;line-height:32px;font-weight:600;color:#242424;">${words.title}</h1>
<p class="text" style="${TEXT}margin:0 0 12px;">${words.hello}</p>
<p class="text" style="${TEXT}margin:0;">${words.why}</p>
${places.length > 0 ? html`<ul class="text" style="${TEXT}margin:12px 0 0;padding:0 0 0 24px;">${places}</ul>` : []}
${words.until ? html`<p class="text" style="${TEXT}margin:12px 0 0;">${words.until}</p>` : []}`;
}

/** The requester's own words, with their line ends and nothing else. */
function quote({ brand }: Invitation, words: InvitationWords): Markup {
  const lines = words.quote.map((line, index) => (index > 0 ? html`<br>${line}` : html`${line}`));
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="words" style="padding:16px 20px;background-color:#f5f5f5;border-left:4px solid ${brand.color};">
<p class="small" style="${SMALL}margin:0 0 8px;">${words.quoteBy}</p>
<blockquote class="text" style="${TEXT}margin:0;overflow-wrap:anywhere;">${lines}</blockquote>
</td></tr></table>`;
}

/** The button, and the same link to copy where buttons are not drawn. */
function start({ brand, getStartedUrl }: Invitation, words: InvitationWords): Markup {
  const ink = inkOn(brand.color);
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" bgcolor="${brand.color}" style="border-radius:6px;background-color:${brand.color};mso-padding-alt:14px 32px;">
<a href="${getStartedUrl}" target="_blank" style="display:inline-block;padding:14px 32px;${FONT}font-size:16px;line-height:20px;font-weight:600;color:${ink};text-decoration:none;border-radius:6px;">${words.button}</a>
</td></tr></table>
<p class="small" style="${SMALL}margin:16px 0 0;">${words.plainLink}<br>
<a class="link" href="${getStartedUrl}" target="_blank" style="color:#3b3fa8;word-break:break-all;">${getStartedUrl}</a></p>`;
}

/** What happens at sign-in, and where to go ever after. */
function next({ landingUrl }: Invitation, words: InvitationWords): Markup {
  const steps = words.next.map((step) => html`<li style="margin:0 0 6px;">${step}</li>`);
  return html`<h2 class="text" style="${FONT}margin:0 0 8px;font-size:18px;line-height:24px;font-weight:600;color:#242424;">${words.nextTitle}</h2>
<ol class="text" style="${TEXT}margin:0;padding:0 0 0 24px;">${steps}</ol>
<p class="small" style="${SMALL}margin:12px 0 0;">${words.later}<br>
<a class="link" href="${landingUrl}" target="_blank" style="color:#3b3fa8;word-break:break-all;">${landingUrl}</a></p>`;
}

/** Whom to ask, and what to do with a mail that nobody expected. */
function foot(words: InvitationWords): Markup {
  return html`<p class="text" style="${TEXT}margin:0 0 16px;">${words.ask}</p>
<p class="small" style="${SMALL}margin:0;padding:16px 0 0;border-top:1px solid #d6d6d6;">${words.unexpected}</p>`;
}
