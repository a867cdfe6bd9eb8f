/** What a port call touches, so far as its order against another call can matter. */
export interface Footprint {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const none: Footprint = { reads: [], writes: [] };

/** Reads the line by which a simulated port names its call: `get k k`, `query pk`, `write put k check k`, `POST url` … */
export function footprintOf(what: string): Footprint {
  const [verb = '', ...words] = what.split(' ');
  switch (verb) {
    case 'get':
      return { reads: words, writes: [] };
    case 'query':
      return { reads: [`${words.join(' ')}/`], writes: [] };
    case 'list':
    case 'scan':
      return { reads: [''], writes: [] };
    case 'addToSet':
      return { reads: [], writes: words.slice(0, 1) };
    case 'write':
      return writeFootprint(words);
    case 'POST':
      return vendorFootprint(words[0] ?? '');
    default:
      // Messages and facts: the order in which they are sent does not matter, whoever receives them reads the current state.
      return none;
  }
}

function writeFootprint(words: readonly string[]): Footprint {
  const [reads, writes]: [string[], string[]] = [[], []];
  for (let at = 0; at + 1 < words.length; at += 2) (words[at] === 'check' ? reads : writes).push(words[at + 1] as string);
  return { reads, writes };
}

/** A system is one thing: whatever is written there can change what is read there. */
function vendorFootprint(url: string): Footprint {
  const { host, pathname } = new URL(url);
  return pathname.endsWith('/write') ? { reads: [], writes: [`@${host}`] } : { reads: [`@${host}`], writes: [] };
}

/** True when two calls may be swapped without anybody seeing it. */
export function areIndependent(a: Footprint, b: Footprint): boolean {
  return !meets(a.writes, b.writes) && !meets(a.writes, b.reads) && !meets(a.reads, b.writes);
}

/** A read of a partition (`pk/`) or of an index (empty) is named by what its keys begin with; systems (`@host`) are apart from the table. */
function meets(some: readonly string[], others: readonly string[]): boolean {
  return some.some((x) => others.some((y) => x.startsWith('@') === y.startsWith('@') && (x.startsWith(y) || y.startsWith(x))));
}
