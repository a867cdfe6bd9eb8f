import { hash } from 'node:crypto';
import type { Item } from '../../core/ports/table.ts';
import type { FeedState } from './feed-state.ts';
import type { SimState } from './ports.ts';

const digests = new WeakMap<object, string>();

/** A digest of an item as it stands. Who wrote it (`writeId`) is left out: a name that is given once decides nothing for anybody else. */
function digestOf(item: Item | undefined): string {
  if (item === undefined) return '-';
  const known = digests.get(item);
  if (known !== undefined) return known;
  const { writeId: _, ...rest } = item;
  const digest = hash('sha1', JSON.stringify(rest), 'base64');
  digests.set(item, digest);
  return digest;
}

/** What a world of tables, queues, feed and blobs holds, in one text; see `Simulation.fingerprint`. */
export function fingerprintOf({ table, queues, blobs }: SimState, feed: FeedState): string {
  const items = table.dump().map(({ prefix, item }) => `${prefix}${item.pk}/${item.sk} ${digestOf(item)}`);
  const changes = new Map<string, string>();
  for (const change of feed.pending()) {
    const name = `${change.workspace}#${change.key.pk}/${change.key.sk}`;
    changes.set(name, `${changes.get(name) ?? `changed ${name}`} ${digestOf(change.old)}>${digestOf(change.new)}`);
  }
  const messages = [...queues.values()].flatMap((queue) => queue.fingerprint());
  const files = [...blobs].map(([path, bytes]) => `blob ${path} ${hash('sha1', bytes, 'base64')}`);
  return [...items.sort(), ...[...changes.values()].sort(), ...messages, ...files.sort()].join('\n');
}
