import type { IndexEntry, Key, Op, QueryOptions } from '../core/ports/table.ts';
import { tableLimits } from '../core/ports/table.ts';

/** A UTF-16 unit takes at most this many UTF-8 bytes: short strings pass without being measured. */
const bytesPerUnitMax = 3;

/** Throws `RangeError` unless the text is well-formed, not empty and at most `max` UTF-8 bytes. */
export function checkText(what: string, text: string, max: number): void {
  if (text.length === 0) throw new RangeError(`${what} is empty`);
  if (!text.isWellFormed()) throw new RangeError(`${what} ${JSON.stringify(text.slice(0, 40))} holds half of a surrogate pair`);
  if (text.length * bytesPerUnitMax <= max) return;
  const bytes = Buffer.byteLength(text);
  if (bytes > max) throw new RangeError(`${what} ${JSON.stringify(text.slice(0, 40))}… has ${bytes} bytes, more than ${max}`);
}

/** Checks a key; `pkBytesMax` is what the workspace's prefix leaves. */
export function checkKey(key: Key, pkBytesMax: number): void {
  checkText('partition key', key.pk, pkBytesMax);
  checkText('sort key', key.sk, tableLimits.skBytes);
}

function checkIndex(index: IndexEntry, pkBytesMax: number): void {
  checkText('index partition key', index.lpk, pkBytesMax);
  checkText('index sort key', index.lsk, tableLimits.skBytes);
}

/** The key that an operation is about. */
export function keyOfOp(op: Op): Key {
  return op.op === 'put' ? op.item : op.key;
}

/** Checks the shape of a write: number of operations, keys, no key twice. Sizes are checked by {@link checkSizes}. */
export function checkOps(ops: readonly Op[], pkBytesMax: number): void {
  if (ops.length > tableLimits.writeOps) throw new RangeError(`a write of ${ops.length} operations is over the limit of ${tableLimits.writeOps}`);
  const seen = ops.length > 1 ? new Set<string>() : undefined;
  for (const op of ops) {
    const key = keyOfOp(op);
    checkKey(key, pkBytesMax);
    if (op.op === 'put' && op.item.index !== undefined) checkIndex(op.item.index, pkBytesMax);
    if (seen === undefined) continue;
    const name = `${key.pk}\u0000${key.sk}`;
    if (seen.has(name)) throw new RangeError(`key ${JSON.stringify(`${key.pk} ${key.sk}`)} appears twice in one write`);
    seen.add(name);
  }
}

/** UTF-8 bytes of an item's body as JSON text, without measuring what cannot be over a limit. */
function roughBytes(text: string): number {
  return text.length * bytesPerUnitMax <= tableLimits.itemBytes / 4 ? text.length : Buffer.byteLength(text);
}

/** Checks the bodies (as JSON text) of one write against the item and the write limit. */
export function checkSizes(bodies: readonly string[]): void {
  let total = 0;
  for (const body of bodies) {
    const bytes = roughBytes(body);
    if (bytes > tableLimits.itemBytes) throw new RangeError(`an item of ${bytes} bytes is over the limit of ${tableLimits.itemBytes}`);
    total += bytes;
  }
  if (total > tableLimits.writeBytes) throw new RangeError(`a write of ${total} bytes is over the limit of ${tableLimits.writeBytes}`);
}

/** Checks the options of a query or a list and returns the page size. */
export function checkQuery(options: QueryOptions): number {
  const { limit, prefix, from, to } = options;
  if (prefix !== undefined && (from !== undefined || to !== undefined)) throw new RangeError('a query takes a prefix or bounds, not both');
  if (limit === undefined) return tableLimits.pageItems;
  if (!Number.isInteger(limit) || limit < 1 || limit > tableLimits.pageItems) throw new RangeError(`a page of ${limit} items is outside 1–${tableLimits.pageItems}`);
  return limit;
}

/** Checks the keys of a get. */
export function checkKeys(keys: readonly Key[], pkBytesMax: number): void {
  if (keys.length > tableLimits.getKeys) throw new RangeError(`a get of ${keys.length} keys is over the limit of ${tableLimits.getKeys}`);
  for (const key of keys) checkKey(key, pkBytesMax);
}

/** Bytes that a workspace's prefix (`<name>#`) leaves for a partition key. */
export function pkBytesMaxOf(workspace: string): number {
  return tableLimits.pkBytes - Buffer.byteLength(workspace) - 1;
}

/** Checks the segment of a scan. */
export function checkSegment(segment: number, segments: number): void {
  const fits = Number.isInteger(segment) && Number.isInteger(segments) && segments >= 1 && segment >= 0 && segment < segments;
  if (!fits) throw new RangeError(`segment ${segment} of ${segments} does not exist`);
}
