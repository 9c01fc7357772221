/** A name as it is compared: without case, outer blanks and runs of blanks. */
export function comparable(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** The names that look most like `wanted`, most alike first, at most `most`; none that has nothing in common. */
export function nearest<T>(
  wanted: string,
  from: readonly T[],
  nameOf: (each: T) => string,
  most: number,
): T[] {
  return from
    .map((each) => ({ each, likeness: likeness(wanted, nameOf(each)) }))
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, most)
    .map(({ each }) => each);
}

/** Share of letter pairs that two names have in common (Dice), from 0 to 1. */
function likeness(a: string, b: string): number {
  const left = pairs(comparable(a));
  const right = pairs(comparable(b));
  const unmatched = [...right];
  const common = left.filter((pair) => {
    const at = unmatched.indexOf(pair);
    if (at >= 0) unmatched.splice(at, 1);
    return at >= 0;
  });
  return (2 * common.length) / Math.max(1, left.length + right.length);
}

function pairs(text: string): string[] {
  const padded = ` ${text} `;
  return Array.from({ length: padded.length - 1 }, (_, index) => padded.slice(index, index + 2));
}
