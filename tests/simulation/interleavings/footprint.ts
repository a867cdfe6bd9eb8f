/** What a port call touches, so far as its order against another call can matter. */
export interface Footprint {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Rows of a log, each with a digest of what it says: of two workers that add the same one does, and neither looks at who. Only readers can tell. */
  readonly notes: readonly string[];
}

const none: Footprint = { reads: [], writes: [], notes: [] };

/** Reads the line by which a simulated port names its call: `get k k`, `query pk`, `write put k check k`, `POST url` … */
export function footprintOf(what: string): Footprint {
  const [verb = '', ...words] = what.split(' ');
  switch (verb) {
    case 'get':
      return { ...none, reads: words };
    case 'query':
      return { ...none, reads: [`${words.join(' ')}/`] };
    case 'list':
    case 'scan':
      return { ...none, reads: [''] };
    case 'addToSet':
      return { ...none, writes: words.slice(0, 1) };
    case 'write':
      return writeFootprint(words);
    case 'POST':
      return vendorFootprint(words[0] ?? '');
    case 'blob':
      return fileFootprint(words);
    case 'send':
    case 'publish':
      // The order in which messages and facts are sent does not matter: whoever receives them reads the current state.
      return none;
    default:
      throw new RangeError(`what does "${what}" touch?`);
  }
}

/** `put k`, `check k`, `delete k` and `add k digest`, in a row. */
function writeFootprint(words: readonly string[]): Footprint {
  const [reads, writes, notes]: [string[], string[], string[]] = [[], [], []];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [verb, key] = [words[at], words[at + 1] as string];
    if (verb === 'check') reads.push(key);
    else if (verb === 'add' && isLog(key)) notes.push(`${key} ${words[at + 2]}`);
    else writes.push(key);
    if (verb === 'add') at += 1;
  }
  return { reads, writes, notes };
}

/** A row of the conflict log (`logConflicts` in core/sync/conflict-log.ts). */
const isLog = (key: string): boolean => key.includes('/CONF#');

/** `list prefix`, `get path`, `put path`, `delete path`. A path may hold blanks. */
function fileFootprint([verb = '', ...path]: readonly string[]): Footprint {
  const file = `file ${path.join(' ')}`;
  return verb === 'list' || verb === 'get' ? { ...none, reads: [file] } : { ...none, writes: [file] };
}

/** A system is one thing: whatever is written there can change what is read there. */
function vendorFootprint(url: string): Footprint {
  const { host, pathname } = new URL(url);
  return pathname.endsWith('/write') ? { ...none, writes: [`@${host}`] } : { ...none, reads: [`@${host}`] };
}

/** True when a call does nothing but note. */
export function isOnlyNote({ reads, writes, notes }: Footprint): boolean {
  return reads.length === 0 && writes.length === 0 && notes.length > 0;
}

/** True when two calls may be swapped without anybody seeing it. */
export function areIndependent(a: Footprint, b: Footprint): boolean {
  return isUnseenBy(a, b) && isUnseenBy(b, a);
}

function isUnseenBy(writer: Footprint, other: Footprint): boolean {
  const noted = other.notes.map(rowOf);
  if (meets(writer.writes, [...other.writes, ...noted, ...other.reads]) || meets(writer.notes.map(rowOf), other.reads)) return false;
  return writer.notes.every((note) => other.notes.every((n) => n === note || rowOf(n) !== rowOf(note)));
}

const rowOf = (note: string): string => note.slice(0, note.lastIndexOf(' '));

/** A read of a partition (`pk/`) or of an index (empty) is named by what its keys begin with; systems (`@host`) are apart from the table. */
function meets(some: readonly string[], others: readonly string[]): boolean {
  return some.some((x) => others.some((y) => x.startsWith('@') === y.startsWith('@') && (x.startsWith(y) || y.startsWith(x))));
}
