import type { Frequencies, Model } from '../model/model.ts';
import type { Signature } from '../signature.ts';

/** A list keeps this many values; all others share one floor. Enough for nine of ten people, and the model stays a small document. */
const topMax = 800;
/** A value seen less often than this is not frequent. */
const seenMin = 3;

/** Lists that count records; the others count distinct names. */
const perRecord: ReadonlySet<string> = new Set(['city', 'phone', 'email']);

/** Shares of the values of the features whose rarity counts, from one signature per record. */
export function learnFrequencies(signatures: readonly Signature[], type: 'person' | 'organization'): Record<string, Frequencies> {
  const lists: Record<string, Map<string, number>> = {};
  const count = (list: string, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    const values = lists[list] ?? new Map<string, number>();
    lists[list] = values;
    values.set(value, (values.get(value) ?? 0) + 1);
  };
  const names = new Set<string>();
  for (const s of signatures) {
    count('city', s.a?.[0]?.split('|')[3]);
    // a name that several records have is one customer many times, or one very common name: it counts once
    const name = s.n?.[0] ?? '';
    if (names.has(name)) continue;
    names.add(name);
    if (type === 'organization') for (const word of new Set(s.n?.[0]?.split(' '))) count('word', word);
    else {
      const [given, family] = (s.n?.[0] ?? '|').split('|');
      count('given', given?.split(' ')[0]);
      count('family', family?.split(' ')[0]);
      count('birthPlace', s.h);
      count('occupation', s.o);
    }
  }
  const shared = {
    phone: fanOut(
      signatures,
      (s) => s.t,
      (s) => s.a?.[0]?.split('|').slice(0, 2).join(' '),
      ownersMin[type],
    ),
    email: fanOut(
      signatures,
      (s) => s.e,
      (s) => s.n?.[0],
      ownersMin[type],
    ),
  };
  for (const [list, values] of Object.entries(shared)) lists[list] = values;
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, listOf(values, perRecord.has(name) ? signatures.length : Math.max(1, names.size))]));
}

/** Values that stand with this many different owners are shared: a switchboard, an office mailbox. One person is easily written in several ways, so people need more. */
const ownersMin = { person: 6, organization: 3 } as const;

/** Per contact value, with how many different owners it stands. Values of one or two owners are left out: they are as telling as their level says. */
function fanOut(
  signatures: readonly Signature[],
  values: (s: Signature) => readonly string[] | undefined,
  owner: (s: Signature) => string | undefined,
  min: number,
): Map<string, number> {
  const owners = new Map<string, Set<string>>();
  for (const s of signatures) {
    const who = owner(s) ?? '';
    for (const value of who.trim() === '' ? [] : (values(s) ?? [])) owners.set(value, (owners.get(value) ?? new Set()).add(who));
  }
  return new Map([...owners].filter(([, set]) => set.size >= min).map(([value, set]) => [value, set.size]));
}

function listOf(values: ReadonlyMap<string, number>, records: number): Frequencies {
  const ordered = [...values].filter(([, n]) => n >= seenMin).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const top = ordered.slice(0, topMax);
  const kept = top.reduce((sum, [, n]) => sum + n, 0);
  const all = [...values.values()].reduce((sum, n) => sum + n, 0);
  const others = values.size - top.length;
  const rest = others > 0 ? (all - kept) / others / records : 1 / records;
  return { top: Object.fromEntries(top.map(([value, n]) => [value, round(n / records)])), rest: round(Math.max(rest, 0.5 / records)) };
}

/** Three digits are all that a share is known to; short numbers make a readable document and a stable hash. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** The shipped shares count as this many records when a workspace's own are learnt: people's names are much the same everywhere, company words are not. */
const shippedRecords = { person: 5_000, organization: 500 } as const;

/** A model that knows how common values are among these records (no truth needed): the workspace's own shares, leaning on the shipped ones while records are few. Weights and thresholds stay. */
export function withFrequencies(model: Model, signatures: readonly Signature[]): Model {
  const learnt = learnFrequencies(signatures, model.type);
  const n = signatures.length;
  const before = shippedRecords[model.type];
  const blend = (own: number | undefined, shipped: number): number => round(((own ?? 0) * n + shipped * before) / (n + before));
  const frequencies = { ...model.frequencies };
  for (const [name, own] of Object.entries(learnt)) {
    const shipped = model.frequencies[name] ?? own;
    const rest = round(Math.min(own.rest, shipped.rest));
    const values = new Set([...Object.keys(own.top), ...Object.keys(shipped.top)]);
    const top = [...values].map((v): [string, number] => [v, Math.max(rest, blend(own.top[v], shipped.top[v] ?? rest))]);
    frequencies[name] = { top: Object.fromEntries(top.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, topMax)), rest };
  }
  return { ...model, frequencies };
}
