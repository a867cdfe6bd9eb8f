import { SynclineError } from '../../core/model/error.ts';
import { shortHash, spread } from '../../core/model/hash.ts';
import type { Workspace } from '../../core/model/ids.ts';
import type { Item, ItemInput, ItemPage, Key, Op, QueryOptions, SetAfter, Table, Tables, WriteResult } from '../../core/ports/table.ts';
import { tableLimits } from '../../core/ports/table.ts';
import { placeAfter } from '../cursor.ts';
import { decide } from '../guard.ts';
import { checkKey, checkKeys, checkOps, checkQuery, checkSegment, checkSizes, keyOfOp, pkBytesMaxOf } from '../limits.ts';
import { above, compareBytes } from '../order.ts';
import { addTo, setItem, setOf } from '../sets.ts';
import type { UnitMeter } from '../units.ts';
import { freeze, frozenCopy } from './freeze.ts';
import type { Invocation } from './invocation.ts';
import type { TableState } from './table-state.ts';

/** What an invocation's tables stand on. */
export interface SimTableParts {
  readonly state: TableState;
  readonly invocation: Invocation;
  /** The clock that decides what has expired. */
  readonly now: () => number;
  readonly meter: UnitMeter;
}

/** The tables as one invocation sees them. */
export function simulatedTables(parts: SimTableParts): Tables {
  return { in: (workspace) => simulatedTable(workspace, parts) };
}

function simulatedTable(workspace: Workspace, parts: SimTableParts): Table {
  const { state, invocation, now, meter } = parts;
  const prefix = `${workspace}#`;
  const pkBytesMax = pkBytesMaxOf(workspace);
  const read = { kind: 'read', throttled: throttledRead } as const;
  return {
    workspace,
    async get(keys, options) {
      checkKeys(keys, pkBytesMax);
      const who = `${invocation.label} get`;
      return invocation.call(
        () => `get ${keys.map(nameOf).join(' ')}`,
        read,
        () => {
          const consistent = options?.consistent === true;
          const items = keys.map((key) => (consistent ? state.current(prefix + key.pk, key.sk, now()) : state.plain(prefix + key.pk, key.sk, now(), who)));
          meter.got(items, prefix, consistent);
          return items;
        },
      );
    },
    async query(pk, options = {}) {
      checkKey({ pk, sk: '-' }, pkBytesMax);
      const limit = checkQuery(options);
      return invocation.call(
        () => `query ${pk}`,
        read,
        () => {
          const plain = options.consistent === true ? undefined : `${invocation.label} query`;
          const page = pageOf(state.partition(prefix + pk, now(), plain), options, limit, (item) => item.sk);
          meter.queried(page.items, prefix, options.consistent === true);
          return page;
        },
      );
    },
    async list(lpk, options = {}) {
      checkKey({ pk: lpk, sk: '-' }, pkBytesMax);
      const limit = checkQuery(options);
      return invocation.call(
        () => `list ${lpk}`,
        read,
        () => {
          const after = options.after === undefined ? undefined : [...placeAfter(options.after, 3)];
          const entries = state.entries(prefix + lpk).filter((e) => after === undefined || comparePlace([e.lsk, e.pk, e.sk], after) * (options.reverse === true ? -1 : 1) > 0);
          const page = pageOf(entries, { ...options, after: undefined }, limit, (entry) => entry.lsk);
          const last = page.items.at(-1);
          meter.listed(page.items, prefix);
          return { entries: page.items, next: page.next === undefined || last === undefined ? undefined : JSON.stringify([last.lsk, last.pk, last.sk]) };
        },
      );
    },
    async scan(segment, segments, after) {
      checkSegment(segment, segments);
      return invocation.call(`scan ${segment}/${segments}`, read, () => {
        const page = scanned(state, prefix, segment, segments, after, now());
        meter.queried(page.items, prefix, false);
        return page;
      });
    },
    async write(ops, options) {
      checkOps(ops, pkBytesMax);
      return write(parts, prefix, ops, options?.writeId);
    },
    async addToSet(key, values) {
      checkKey(key, pkBytesMax);
      return addToSet(parts, prefix, key, values);
    },
  };
}

/** The item as it is stored: whoever gave it cannot change it any more, and fails when he tries. */
function copied(item: ItemInput, body: string): ItemInput {
  freeze(item);
  return freeze({ ...item, body: JSON.parse(body) as ItemInput['body'] });
}

function write(parts: SimTableParts, prefix: string, ops: readonly Op[], writeId: string | undefined): Promise<WriteResult> {
  const bodies = ops.map((op) => (op.op === 'put' ? JSON.stringify(op.item.body) : ''));
  checkSizes(bodies);
  const safe = ops.map((op, at) => (op.op === 'put' ? { ...op, item: copied(op.item, bodies[at] as string) } : op));
  const throttled = (): WriteResult => ({ state: 'throttled' });
  return parts.invocation.call(
    () => `write ${ops.map((op, at) => textOfOp(op, bodies[at] as string)).join(' ')}`,
    { kind: 'write', throttled },
    () => carryOut(parts, prefix, safe, writeId),
  );
}

/** `put k`, `check k`, `delete k`; a row that is put only when there is none with a digest of what it says, because of two that say the same one is enough. */
function textOfOp(op: Op, body: string): string {
  const name = nameOf(keyOfOp(op));
  return op.op === 'put' && op.when === 'absent' ? `add ${name} ${shortHash(body)}` : `${op.op} ${name}`;
}

function addToSet({ state, invocation, now, meter }: SimTableParts, prefix: string, key: Key, values: readonly string[]): Promise<SetAfter> {
  return invocation.call(`addToSet ${nameOf(key)} ${values.join(' ')}`, { kind: 'write', throttled: throttledRead }, () => {
    const before = state.current(prefix + key.pk, key.sk, now());
    const { after, changed } = addTo(setOf(before), values);
    const item = changed ? state.put(prefix, frozenCopy(setItem(key, after)), (before?.version ?? 0) + 1, undefined) : before;
    meter.wrote('put', before, item, prefix, false);
    return after;
  });
}

function carryOut(parts: SimTableParts, prefix: string, ops: readonly Op[], writeId: string | undefined): WriteResult {
  const { state, meter, now } = parts;
  const stored = ops.map((op) => state.current(prefix + keyOfOp(op).pk, keyOfOp(op).sk, now()));
  const decision = decide(ops, stored, writeId);
  const applies = decision !== 'own' && decision.state === 'ok';
  for (const [i, op] of ops.entries()) {
    let after = stored[i];
    if (applies && op.op === 'put') after = state.put(prefix, op.item, (stored[i]?.version ?? 0) + 1, writeId);
    if (applies && op.op === 'delete') {
      state.remove(prefix, op.key);
      after = undefined;
    }
    meter.wrote(op.op, stored[i], after, prefix, ops.length > 1);
  }
  return decision === 'own' ? { state: 'ok' } : decision;
}

function scanned(state: TableState, prefix: string, segment: number, segments: number, after: string | undefined, now: number): ItemPage {
  const [fromPk = '', fromSk = ''] = after === undefined ? [] : placeAfter(after, 2);
  const items: Item[] = [];
  for (const pk of state.partitionsOf(prefix)) {
    if (spread(pk) % segments !== segment || compareBytes(pk, fromPk) < 0) continue;
    for (const item of state.partition(pk, now, undefined)) {
      if (pk === fromPk && compareBytes(item.sk, fromSk) <= 0) continue;
      if (items.length === tableLimits.pageItems) {
        const last = items.at(-1) as Item;
        return { items, next: JSON.stringify([prefix + last.pk, last.sk]) };
      }
      items.push(item);
    }
  }
  return { items };
}

/** The slice of a sorted list that a query asks for. */
function pageOf<T>(sorted: readonly T[], options: QueryOptions, limit: number, place: (item: T) => string): { items: T[]; next?: string } {
  const { prefix, from = '', to, after, reverse = false } = options;
  const top = prefix === undefined ? undefined : above(prefix);
  const inside = sorted.filter((item) => {
    const at = place(item);
    const low = compareBytes(at, prefix ?? from) >= 0;
    const high = (top === undefined || compareBytes(at, top) < 0) && (to === undefined || compareBytes(at, to) <= 0);
    return low && high && (after === undefined || compareBytes(at, after) * (reverse ? -1 : 1) > 0);
  });
  if (reverse) inside.reverse();
  const items = inside.slice(0, limit);
  const last = items.at(-1);
  return inside.length > limit && last !== undefined ? { items, next: place(last) } : { items };
}

function comparePlace(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const order = compareBytes(a[i] as string, b[i] as string);
    if (order !== 0) return order;
  }
  return 0;
}

const nameOf = (key: Key): string => `${key.pk}/${key.sk}`;

function throttledRead(): never {
  throw new SynclineError('STORE_THROTTLED', { en: 'the store is busy', zh: '存储繁忙' }, { retryable: true });
}
