import { sha256Hex, spread } from './hash.ts';

/** Index partitions are spread over this many shards, so that no list is one hot partition. */
export const shards = 16;

/** A key part over this many UTF-8 bytes is replaced by its hash. */
const partBytesMax = 200;

/** Escapes `%` and `#` in one part of a key; long parts become `~` and their SHA-256. */
export function keyPart(text: string): string {
  const escaped = text.includes('%') || text.includes('#') ? text.replaceAll('%', '%25').replaceAll('#', '%23') : text;
  if (escaped.length * 3 <= partBytesMax || Buffer.byteLength(escaped) <= partBytesMax) return escaped;
  return `~${sha256Hex(text)}`;
}

/** The shard of a name, two digits. */
export function shardOf(name: string): string {
  return String(spread(name) % shards).padStart(2, '0');
}
