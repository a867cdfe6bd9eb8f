import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type JsonObject, parseJson } from '../../core/model/json.ts';
import { type IndexEntry, type Item, type ItemInput, type Key, setKind, tableLimits } from '../../core/ports/table.ts';
import { compareBytes } from '../order.ts';
import { inlineBodyBytesMax, attributeNames as n } from '../size.ts';

/** An item as DynamoDB holds it. */
export type Attributes = Record<string, AttributeValue>;

/** A set is kept as a string set, so that values can be added without reading it. */
export const setNames = { values: 's', full: 'f' } as const;

/** Attributes that an item may lack; a put takes away those that the new item has not. */
export const optionalNames: readonly string[] = [n.body, n.writeId, n.expiresAt, n.token, n.lpk, n.lsk, n.label, n.state, setNames.values, setNames.full];

/** Deflated text that unfolds to more than any body may have is not ours. */
const bodyTextBytesMax = 2 * tableLimits.itemBytes;

/** The key of an item; `prefix` is the workspace's part of the partition key. */
export function keyAttributes(key: Key, prefix: string): Attributes {
  return { [n.pk]: { S: prefix + key.pk }, [n.sk]: { S: key.sk } };
}

/** An item's attributes. `text` is its body as JSON; above {@link inlineBodyBytesMax} it is stored deflated. */
export function attributesOf(item: ItemInput, prefix: string, version: number, writeId: string | undefined, text = JSON.stringify(item.body)): Attributes {
  const attributes: Attributes = { ...keyAttributes(item, prefix), [n.kind]: { S: item.kind }, ...bodyAttributes(item, text), [n.version]: { N: String(version) } };
  if (writeId !== undefined) attributes[n.writeId] = { S: writeId };
  if (item.expiresAt !== undefined) attributes[n.expiresAt] = { N: String(item.expiresAt) };
  if (item.token !== undefined) attributes[n.token] = { S: item.token };
  return item.index === undefined ? attributes : { ...attributes, ...indexAttributes(item.index, prefix) };
}

function bodyAttributes(item: ItemInput, text: string): Attributes {
  const { values, full } = item.body;
  if (item.kind === setKind && Array.isArray(values)) {
    return { ...(values.length > 0 && { [setNames.values]: { SS: values as string[] } }), [setNames.full]: { BOOL: full === true } };
  }
  if (text.length <= inlineBodyBytesMax && Buffer.byteLength(text) <= inlineBodyBytesMax) return { [n.body]: { S: text } };
  return { [n.body]: { B: deflateRawSync(text, { level: 1 }) } };
}

function indexAttributes(index: IndexEntry, prefix: string): Attributes {
  return {
    [n.lpk]: { S: prefix + index.lpk },
    [n.lsk]: { S: index.lsk },
    ...(index.label !== undefined && { [n.label]: { S: index.label } }),
    ...(index.state !== undefined && { [n.state]: { S: index.state } }),
  };
}

/** The item in a set of attributes; `prefixLength` characters of the partition keys are the workspace's. */
export function itemFrom(attributes: Attributes, prefixLength: number): Item {
  const expires = attributes[n.expiresAt]?.N;
  return {
    ...keyFrom(attributes, prefixLength),
    kind: attributes[n.kind]?.S ?? '',
    body: bodyFrom(attributes),
    index: indexFrom(attributes, prefixLength),
    expiresAt: expires === undefined ? undefined : Number(expires),
    token: attributes[n.token]?.S,
    version: Number(attributes[n.version]?.N ?? 0),
    writeId: attributes[n.writeId]?.S,
  };
}

/** The key in a set of attributes. */
export function keyFrom(attributes: Attributes, prefixLength: number): Key {
  return { pk: (attributes[n.pk]?.S ?? '').slice(prefixLength), sk: attributes[n.sk]?.S ?? '' };
}

/** The place in the index, when the item has one. */
export function indexFrom(attributes: Attributes, prefixLength: number): IndexEntry | undefined {
  const [lpk, lsk] = [attributes[n.lpk]?.S, attributes[n.lsk]?.S];
  if (lpk === undefined || lsk === undefined) return undefined;
  return { lpk: lpk.slice(prefixLength), lsk, label: attributes[n.label]?.S, state: attributes[n.state]?.S };
}

function bodyFrom(attributes: Attributes): JsonObject {
  const body = attributes[n.body];
  if (body?.S !== undefined) return parseJson(body.S) as JsonObject;
  if (body?.B !== undefined) return parseJson(inflateRawSync(body.B, { maxOutputLength: bodyTextBytesMax }).toString('utf8')) as JsonObject;
  const values = [...(attributes[setNames.values]?.SS ?? [])].sort(compareBytes);
  return { values, full: attributes[setNames.full]?.BOOL === true };
}
