import { deflateRawSync } from 'node:zlib';
import type { IndexEntry, Item, Key } from '../core/ports/table.ts';

/** Bodies above this many bytes of JSON text are stored deflated on DynamoDB; below, the text itself is smaller or as small. */
export const inlineBodyBytesMax = 900;

/** Attribute names on DynamoDB; their bytes are billed with every item. */
export const attributeNames = {
  pk: 'pk',
  sk: 'sk',
  kind: 'k',
  body: 'b',
  version: 'v',
  writeId: 'w',
  expiresAt: 'x',
  token: 't',
  lpk: 'lpk',
  lsk: 'lsk',
  label: 'll',
  state: 'ls',
} as const;

const fixedNameBytes = 2 + 2 + 1 + 1 + 1; // pk, sk, k, b, v
const numberBytes = 4; // a version or time up to ten digits

const sizeOfText = (name: string, text: string | undefined): number => (text === undefined ? 0 : name.length + Buffer.byteLength(text));

/** Bytes of a body as DynamoDB holds it: text, or raw deflate when that is due. */
export function storedBodyBytes(text: string): number {
  const bytes = Buffer.byteLength(text);
  return bytes <= inlineBodyBytesMax ? bytes : deflateRawSync(text, { level: 1 }).byteLength;
}

/** Bytes of an item as DynamoDB bills it. `prefix` is the workspace's part of the partition keys. */
export function storedItemBytes(item: Item, prefix: string): number {
  const keys = Buffer.byteLength(prefix) + Buffer.byteLength(item.pk) + Buffer.byteLength(item.sk);
  const index = item.index === undefined ? 0 : Buffer.byteLength(prefix) + indexBytes(item.index);
  const extra =
    sizeOfText(attributeNames.writeId, item.writeId) +
    sizeOfText(attributeNames.token, item.token) +
    (item.expiresAt === undefined ? 0 : attributeNames.expiresAt.length + numberBytes);
  return fixedNameBytes + keys + Buffer.byteLength(item.kind) + numberBytes + storedBodyBytes(JSON.stringify(item.body)) + extra + index;
}

function indexBytes(index: IndexEntry): number {
  return (
    sizeOfText(attributeNames.lpk, index.lpk) +
    sizeOfText(attributeNames.lsk, index.lsk) +
    sizeOfText(attributeNames.label, index.label) +
    sizeOfText(attributeNames.state, index.state)
  );
}

/** Bytes that DynamoDB adds to every entry of an index. */
const indexOverheadBytes = 100;

/** Bytes of an entry of the index. */
export function storedEntryBytes(key: Key, index: IndexEntry, prefix: string): number {
  return indexOverheadBytes + 2 * Buffer.byteLength(prefix) + Buffer.byteLength(key.pk) + Buffer.byteLength(key.sk) + 4 + indexBytes(index);
}

/** Write units of keeping the index right when `before` becomes `after`: nothing when the entry is the same, one update, or a delete and a put when its place changes. */
export function indexWriteUnits(before: Item | undefined, after: Item | undefined, prefix: string): number {
  const units = (item: Item | undefined): number => (item?.index === undefined ? 0 : Math.ceil(storedEntryBytes(item, item.index, prefix) / 1024));
  const [old, now] = [before?.index, after?.index];
  const moved = old?.lpk !== now?.lpk || old?.lsk !== now?.lsk;
  if (moved) return units(before) + units(after);
  return old?.label === now?.label && old?.state === now?.state ? 0 : Math.max(units(before), units(after));
}
