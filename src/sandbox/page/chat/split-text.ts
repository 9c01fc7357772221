/** A piece of what somebody wrote. */
export type TextPiece =
  | { kind: 'text'; text: string }
  | { kind: 'mention'; text: string }
  | { kind: 'link'; text: string; href: string };

const PIECES =
  /<at(?:\s[^>]*)?>(?<mention>.*?)<\/at>|(?<url>https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])|(?<mail>[^\s<>"'@,;:()]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu;

/** Mentions and links in a plain text. Nothing in it is read as markup but `<at>…</at>`. */
export function splitText(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(PIECES)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push(pieceOf(match.groups ?? {}));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

function pieceOf({ mention, url, mail }: Record<string, string | undefined>): TextPiece {
  if (mention !== undefined) return { kind: 'mention', text: mention };
  if (url !== undefined) return { kind: 'link', text: url, href: url };
  return { kind: 'link', text: mail ?? '', href: `mailto:${mail}` };
}
