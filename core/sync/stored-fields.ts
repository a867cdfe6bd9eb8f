import type { Json, JsonObject } from '../model/json.ts';
import { named } from '../model/named.ts';
import type { Canon, Raw } from '../ports/mapping.ts';
import type { Assertion, Cell, Intent, IntentField } from './record.ts';
import { assertionsOfOne, cellsOfOne, intentFieldsOfOne } from './schema-one.ts';
import { loadStamp, type StoredStamp, sameStamp, storeStamp } from './stamp.ts';

/**
 * How the fields of an item are stored: in runs. Fields that follow one another and have all in common but name and value, mostly one stamp, are told once:
 *
 *     name   1700 "Ada"        [["name", "city"], ["Ada", "Bern"], 1700],
 *     city   1700 "Bern"   ▶   [["tags:vip"], [true], 1800]
 *     tags:vip 1800 true
 *
 * It is short, and lists are read fast: an object whose names differ from record to record leaves a hidden class behind for each of them.
 * Objects in place of lists are of schema 1.
 */
type Runs<R> = readonly R[];

/** What fields that follow one another have in common. */
interface RunOf<F> {
  /** May they be told together? */
  readonly isLike: (a: F, b: F) => boolean;
  /** The row of a run that begins with this field; its two lists grow with the fields that follow. */
  readonly begin: (first: F, names: string[], values: Json[]) => readonly Json[];
  /** What of a field is its own. */
  readonly own: (field: F) => Json;
}

/** Fields in runs. */
export function inRuns<F>(fields: Readonly<Record<string, F>>, { isLike, begin, own }: RunOf<F>): Json {
  const runs: Json[] = [];
  let [last, names, values] = [undefined as F | undefined, [] as string[], [] as Json[]];
  for (const name in fields) {
    const field = fields[name] as F;
    if (last === undefined || !isLike(field, last)) {
      [names, values] = [[], []];
      runs.push(begin(field, names, values) as Json);
    }
    names.push(name);
    values.push(own(field));
    last = field;
  }
  return runs;
}

/** `to`: 0 where there is none and more follows. `unknown`: nobody knows what the cell showed before. */
type AssertionRun = readonly [names: readonly string[], raws: readonly Raw[], stamp: StoredStamp, prev?: Canon, synced?: StoredStamp, to?: Assertion['to'] | 0, unknown?: 1];

/** Assertions as stored, in records and in entities' members. */
export function storeAssertions(assertions: Readonly<Record<string, Assertion>>, ref: string): Json {
  return inRuns(assertions, {
    isLike: (a, b) => sameStamp(a.stamp, b.stamp) && a.prev === b.prev && sameStamp(a.synced, b.synced) && a.to === b.to,
    begin: ({ stamp, prev, synced, to }, names, raws) => {
      const run: Json[] = [names, raws, storeStamp(stamp, ref) as Json];
      if (prev !== null || synced.at !== 0 || to !== undefined) run.push(prev ?? null, storeStamp(synced, ref) as Json);
      if (prev === undefined) run.push(to ?? 0, 1);
      else if (to !== undefined) run.push(to);
      return run;
    },
    own: ({ raw }) => raw,
  });
}

/** The inverse of {@link storeAssertions}. */
export function loadAssertions(stored: Json, ref: string): Record<string, Assertion> {
  if (!Array.isArray(stored)) return assertionsOfOne(stored as JsonObject, ref);
  const assertions = named<Assertion>();
  for (const [names, raws, at, before = null, since, to, unknown] of stored as unknown as Runs<AssertionRun>) {
    const [stamp, synced, prev] = [loadStamp(at, ref), loadStamp(since, ref), unknown === 1 ? undefined : before];
    for (let i = 0; i < names.length; i += 1) {
      const raw = raws[i] as Raw;
      assertions[names[i] as string] = to === undefined || to === 0 ? { raw, stamp, prev, synced } : { raw, stamp, prev, synced, to };
    }
  }
  return assertions;
}

/** `values`: written once by us and kept as it was sent. `more`: anything else, of one cell alone. */
type CellRun = readonly [names: readonly string[], stamp: StoredStamp, synced?: StoredStamp, values?: readonly Raw[] | 0, more?: Partial<Cell>];

/** What a run of cells has in common: nothing of ours was ever in them; or it was, landed with the first try and stands there as it was sent. */
type CellKind = 'bare' | 'landed' | 'other';

function kindOf({ synced, sent, stored, unanswered, doubt, park, tries }: Cell): CellKind {
  if (unanswered !== undefined || doubt !== undefined || park !== undefined) return 'other';
  if (sent === undefined && stored === undefined && tries === undefined) return 'bare';
  return sent !== undefined && stored === sent && tries?.raw === sent && tries.acked === 1 && sameStamp(tries.stamp, synced) ? 'landed' : 'other';
}

/** Cells as stored. */
export function storeCells(cells: Readonly<Record<string, Cell>>, ref: string): Json {
  return inRuns(cells, {
    isLike: (a, b) => {
      const kind = kindOf(a);
      return kind !== 'other' && kind === kindOf(b) && sameStamp(a.stamp, b.stamp) && sameStamp(a.synced, b.synced);
    },
    begin: (cell, names, values) => {
      const kind = kindOf(cell);
      const run: Json[] = [names, storeStamp(cell.stamp, ref) as Json];
      if (kind !== 'bare' || cell.synced.at !== 0) run.push(storeStamp(cell.synced, ref) as Json);
      if (kind === 'landed') run.push(values);
      if (kind === 'other') run.push(0, moreOf(cell));
      return run;
    },
    own: ({ sent = null }) => sent,
  });
}

function moreOf({ stamp: _, synced: _s, ...more }: Cell): JsonObject {
  return more as unknown as JsonObject;
}

/** The inverse of {@link storeCells}. */
export function loadCells(stored: Json, ref: string): Record<string, Cell> {
  if (!Array.isArray(stored)) return cellsOfOne(stored as JsonObject, ref);
  const cells = named<Cell>();
  for (const [names, at, since, values, more] of stored as unknown as Runs<CellRun>) {
    const [stamp, synced] = [loadStamp(at, ref), loadStamp(since, ref)];
    for (let i = 0; i < names.length; i += 1) {
      const raw = values === undefined || values === 0 ? null : (values[i] as Raw);
      cells[names[i] as string] = Array.isArray(values) ? { stamp, synced, sent: raw, stored: raw, tries: { raw, stamp: synced, acked: 1 } } : { ...more, stamp, synced };
    }
  }
  return cells;
}

/** True when each cell says what its assertion says and no more, so that it need not be stored: nothing of ours was ever in it. */
export function toldByAssertions(cells: Readonly<Record<string, Cell>>, assertions: Readonly<Record<string, Assertion>>): boolean {
  for (const field in cells) {
    const [cell, a] = [cells[field] as Cell, assertions[field]];
    if (a === undefined || kindOf(cell) !== 'bare' || !sameStamp(cell.stamp, a.stamp) || !sameStamp(cell.synced, a.synced)) return false;
  }
  for (const field in assertions) if (cells[field] === undefined) return false;
  return true;
}

/** The cells that {@link toldByAssertions} left out. */
export function cellsOf(assertions: Readonly<Record<string, Assertion>>): Record<string, Cell> {
  const cells = named<Cell>();
  for (const field in assertions) {
    const { stamp, synced } = assertions[field] as Assertion;
    cells[field] = { stamp, synced };
  }
  return cells;
}

type IntentRun = readonly [names: readonly string[], raws: readonly Raw[], stamp: StoredStamp, probe?: 1];

/** What the vendor keeps: `asSent`, or names and values. */
type StoredAnswer = typeof asSent | readonly [names: readonly string[], raws: readonly Raw[]];
const asSent = 1;

/** An intent as stored. */
export function storeIntent(intent: Intent, ref: string): JsonObject {
  const { fields, stored, ...rest } = intent;
  const runs = inRuns(fields, {
    isLike: (a, b) => sameStamp(a.stamp, b.stamp) && a.probe === b.probe,
    begin: ({ stamp, probe }, names, raws) => (probe ? [names, raws, storeStamp(stamp, ref) as Json, 1] : [names, raws, storeStamp(stamp, ref) as Json]),
    own: ({ raw }) => raw,
  });
  const body: Record<string, Json> = { ...(rest as unknown as JsonObject), fields: runs };
  if (stored !== undefined) body['stored'] = isAsSent(intent, stored) ? asSent : [Object.keys(stored), Object.values(stored)];
  return body;
}

function isAsSent({ fields }: Intent, stored: Readonly<Record<string, Raw>>): boolean {
  for (const field in fields) if (fields[field]?.raw !== stored[field]) return false;
  for (const field in stored) if (fields[field] === undefined) return false;
  return true;
}

/** The inverse of {@link storeIntent}. */
export function loadIntent(body: JsonObject, ref: string): Intent {
  const { fields: runs, stored: answer, ...rest } = body as unknown as Omit<Intent, 'fields' | 'stored'> & { readonly fields: Json; readonly stored?: Json };
  const fields = Array.isArray(runs) ? loadIntentFields(runs as unknown as Runs<IntentRun>, ref) : intentFieldsOfOne(runs as JsonObject, ref);
  if (answer === undefined) return { ...rest, fields };
  return { ...rest, fields, stored: loadAnswer(answer as unknown as StoredAnswer | Record<string, Raw>, fields) };
}

function loadIntentFields(runs: Runs<IntentRun>, ref: string): Record<string, IntentField> {
  const fields = named<IntentField>();
  for (const [names, raws, at, probe] of runs) {
    const stamp = loadStamp(at, ref);
    for (let i = 0; i < names.length; i += 1) {
      const raw = raws[i] as Raw;
      fields[names[i] as string] = probe === 1 ? { raw, stamp, probe: true } : { raw, stamp };
    }
  }
  return fields;
}

function loadAnswer(answer: StoredAnswer | Record<string, Raw>, fields: Readonly<Record<string, IntentField>>): Record<string, Raw> {
  if (answer !== asSent && !Array.isArray(answer)) return answer as Record<string, Raw>;
  const stored = named<Raw>();
  if (answer === asSent) {
    for (const field in fields) stored[field] = (fields[field] as IntentField).raw;
    return stored;
  }
  const [names, raws] = answer as Exclude<StoredAnswer, typeof asSent>;
  for (const [i, name] of names.entries()) stored[name] = raws[i] as Raw;
  return stored;
}
