import { hash } from 'node:crypto';

declare const brand: unique symbol;
type Brand<T, B> = T & { readonly [brand]: B };

/** The boundary of data, roles and keys. Lower-case kebab, 1–40 characters. */
export type Workspace = Brand<string, 'Workspace'>;

/** An entity's id: a type letter, `_`, and 20 base-32 characters (100 bits) derived from its founding record. */
export type EntityId = Brand<string, 'EntityId'>;

/** A record's name everywhere: `connection/stream/id`. Connection and stream never hold `/`; the id may. */
export type Ref = Brand<string, 'Ref'>;

const workspacePattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Checks and brands a workspace name; throws `RangeError` on a name that is not lower-case kebab. */
export function workspace(name: string): Workspace {
  if (!workspacePattern.test(name)) throw new RangeError(`workspace name ${JSON.stringify(name)} is not lower-case kebab of 1–40 characters`);
  return name as Workspace;
}

/** Builds a record's name. */
export function refOf(connection: string, stream: string, id: string): Ref {
  return `${connection}/${stream}/${id}` as Ref;
}

/** Takes a record's name apart; throws `RangeError` when a part is missing. */
export function partsOf(ref: string): { connection: string; stream: string; id: string } {
  const first = ref.indexOf('/');
  const second = ref.indexOf('/', first + 1);
  if (first < 1 || second < first + 2 || second === ref.length - 1) throw new RangeError(`record name ${JSON.stringify(ref)} is not connection/stream/id`);
  return { connection: ref.slice(0, first), stream: ref.slice(first + 1, second), id: ref.slice(second + 1) };
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford: no i, l, o, u

/** The id an entity gets from the record that founds it: a retried create finds itself, a replay gives identical ids. `generation` grows when a deleted entity is founded anew. */
export function entityIdFrom(ws: Workspace, letter: string, founder: Ref, generation = 0): EntityId {
  const digest = hash('sha256', `${ws}\n${founder}${generation === 0 ? '' : `\n${generation}`}`, 'buffer');
  let text = '';
  for (let at = 0; at < 20; at += 1) text += alphabet[bitsAt(digest, at * 5)];
  return `${letter}_${text}` as EntityId;
}

/** Five bits of the digest from bit `at` on, first bits first. */
function bitsAt(digest: Uint8Array, at: number): number {
  const pair = ((digest[at >> 3] as number) << 8) | (digest[(at >> 3) + 1] as number);
  return (pair >> (11 - (at & 7))) & 31;
}

/** True for text of the shape of an entity id. */
export function isEntityId(text: string): text is EntityId {
  return /^[a-z]{1,3}_[0-9a-hjkmnp-tv-z]{20}$/.test(text);
}
