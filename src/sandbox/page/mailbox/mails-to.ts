import type { Mail } from '../api/shapes.ts';

/** Whom a mail is for. */
export function recipientsOf({ to }: Mail): string[] {
  const lines = Array.isArray(to) ? to : [to];
  return lines.flatMap((line) => line.split(',')).map((address) => address.trim());
}

/** The mails for one address, newest first. */
export function mailsTo(mails: readonly Mail[], address: string): Mail[] {
  const wanted = address.toLowerCase();
  return newestFirst(mails).filter((mail) =>
    recipientsOf(mail).some((to) => to.toLowerCase() === wanted),
  );
}

/** All mails, newest first; of the same moment the later one first. */
export function newestFirst(mails: readonly Mail[]): Mail[] {
  return [...mails].reverse().sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
}
