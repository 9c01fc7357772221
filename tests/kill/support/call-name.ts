/** `POST /v1.0/groups/{id}/members/$ref`: a call without what differs from one story to the next. */
export function callName(method: string, path: string): string {
  const [plain = ''] = path.split('?');
  const parts = plain.split('/').map((part) => (isWord(part) ? part : '{id}'));
  return `${method} ${parts.join('/')}`;
}

/** Ids hold digits, or are long; what Graph and the connector call their things does not. */
function isWord(part: string): boolean {
  return /^(v1\.0|v3|oauth2|v2\.0)$/.test(part) || /^[a-z$.()-]{0,40}$/i.test(part);
}
