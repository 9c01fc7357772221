/** Whether a card's link may be opened: https, and http only to the sandbox itself. */
export function opensFrom(url: string | undefined, ownOrigin: string): boolean {
  if (!url || !URL.canParse(url)) return false;
  const { protocol, origin } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isSame(origin, ownOrigin));
}

/** The page may have been opened by either of the machine's names. */
function isSame(origin: string, own: string): boolean {
  const named = (name: string) => name.replace('//localhost', '//127.0.0.1');
  return named(origin) === named(own);
}
