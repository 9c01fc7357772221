import type { Directory, ResourceFacts, ResourceSearch } from './ports.ts';
import type { OpenResource, RequestWish } from './types.ts';

/** What the names in a wish turned out to be. */
export interface Resolved {
  readonly found: readonly ResourceFacts[];
  readonly open: readonly OpenResource[];
}

/**
 * Looks up each name: one that fits is taken, several that fit are asked about, never guessed. A phrase
 * is taken as one name first; its other readings are tried where it names nothing.
 */
export async function resolveResources(
  directory: Directory,
  wish: Pick<RequestWish, 'resources' | 'splits'>,
): Promise<Resolved> {
  const search = remembering((name) => directory.searchResources(name));
  const settled = await Promise.all(
    wish.resources.map((phrase) => resolvePhrase(search, phrase, wish.splits?.[phrase] ?? [])),
  );
  const all = settled.flat();
  const found = all.flatMap((each) => (each.kind === 'found' ? [each.resource] : []));
  const open = all.flatMap((each) => (each.kind === 'open' ? [each.open] : []));
  return {
    found: [...new Map(found.map((resource) => [resource.id, resource])).values()],
    open: [...new Map(open.map((each) => [each.asked.toLowerCase(), each])).values()],
  };
}

type Settled =
  | { readonly kind: 'found'; readonly resource: ResourceFacts }
  | { readonly kind: 'open'; readonly open: OpenResource };
type Search = (name: string) => Promise<ResourceSearch>;

async function resolvePhrase(
  search: Search,
  phrase: string,
  readings: readonly (readonly string[])[],
): Promise<Settled[]> {
  const whole = settle(phrase, await search(phrase));
  const names = (open: Settled) => open.kind === 'found' || open.open.reason === 'several';
  if (names(whole) || readings.length === 0) return [whole];
  let split: Settled[] = [];
  for (const reading of readings) {
    split = await Promise.all(reading.map(async (name) => settle(name, await search(name))));
    if (split.every(names)) return split;
  }
  // None counts: the most split reading, which stands last, is what to ask about.
  return split;
}

function settle(asked: string, { exact, near }: ResourceSearch): Settled {
  const [only] = exact;
  if (only && exact.length === 1) return { kind: 'found', resource: only };
  const reason = exact.length > 1 ? 'several' : 'notFound';
  const candidates = (exact.length > 1 ? exact : near).map(({ id, kind, name, description }) => ({
    id,
    kind,
    name,
    description,
  }));
  return { kind: 'open', open: { asked, reason, candidates } };
}

function remembering(search: Search): Search {
  const known = new Map<string, Promise<ResourceSearch>>();
  return (name) => {
    const answer = known.get(name) ?? search(name);
    known.set(name, answer);
    return answer;
  };
}
