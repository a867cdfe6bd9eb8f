import { contentHash } from '../../model/hash.ts';
import { keyPart } from '../../model/keys.ts';
import { partitionPages, put, readItems } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { DirectoryParty } from '../match/directory.ts';
import { nameForm } from '../match/names.ts';
import type { PartyAlias } from '../model/fact.ts';

/** Where what is known of a party lies: its names, and the aliases that people confirmed. */
const partyPk = (party: string): string => `PARTY#${keyPart(party)}`;

/** Names that begin alike share a partition: a payer is only compared with those. */
const namesPk = (initial: string): string => `NAMES#${keyPart(initial)}`;

/** Letter that a name is found by; empty for a name without letters or digits. */
export function initialOf(name: string): string {
  return [...nameForm(name).full][0] ?? '';
}

/** Takes the names a party is known by now; the same again writes nothing. `follow` does what follows from new names: it comes before the mark that they are known, so that a worker that dies does all of it again. */
export async function nameParty(world: World, party: string, names: readonly string[], follow: () => Promise<void> = async () => undefined): Promise<'changed' | 'known'> {
  const key = { pk: partyPk(party), sk: '@' };
  const [item] = await world.table.get([key], { consistent: true });
  const before = (item?.body['names'] ?? []) as readonly string[];
  if (before.length === names.length && names.every((name) => before.includes(name))) return 'known';
  const row = (name: string) => ({ pk: namesPk(initialOf(name)), sk: `${keyPart(party)}#${contentHash(name)}` });
  // Lookups first: a name that leads nowhere is harmless, one that cannot be found is not.
  for (const name of names) await put(world, [{ op: 'put', item: { ...row(name), kind: 'name', body: { party, name } }, when: 'any' }]);
  await follow();
  await put(world, [{ op: 'put', item: { ...key, kind: 'party', body: { party, names: [...names] } }, when: 'any' }]);
  for (const name of before) if (!names.includes(name)) await put(world, [{ op: 'delete', key: row(name), when: 'any' }]);
  return 'changed';
}

/** Names of a party; empty when it is not known. */
export async function namesOf(world: World, party: string): Promise<readonly string[]> {
  const [item] = await world.table.get([{ pk: partyPk(party), sk: '@' }], { consistent: true });
  return (item?.body['names'] ?? []) as readonly string[];
}

/** All parties with a name that begins with one of these letters. */
export async function partiesBy(world: World, initials: ReadonlySet<string>): Promise<DirectoryParty[]> {
  const names = new Map<string, string[]>();
  for (const initial of initials) {
    if (initial === '') continue;
    for await (const items of partitionPages(world, namesPk(initial), { limit: 1_000 })) {
      for (const { body } of items) {
        const party = body['party'] as string;
        names.set(party, [...(names.get(party) ?? []), body['name'] as string]);
      }
    }
  }
  return [...names].map(([id, own]) => ({ id, names: own }));
}

const aliasKey = (alias: Pick<PartyAlias, 'kind' | 'value'>) => ({ pk: `ALIAS#${alias.kind}#${keyPart(foldAlias(alias))}`, sk: '@' });
const ownAliasKey = (alias: PartyAlias) => ({ pk: partyPk(alias.party), sk: `ALIAS#${alias.id}` });

/** Index partition that lists all aliases for people. */
export const aliasListKey = 'ALIASES';

/** An account without blanks, a name without case and accents: what a payer is looked up by. */
function foldAlias({ kind, value }: Pick<PartyAlias, 'kind' | 'value'>): string {
  return kind === 'account' ? value.replace(/\s+/g, '').toUpperCase() : nameForm(value).full;
}

/** Names an alias by what it says: the same payer has one. */
export function aliasId(alias: Pick<PartyAlias, 'kind' | 'value'>): string {
  return `a_${contentHash([alias.kind, foldAlias(alias)])}`;
}

/** Stores an alias (or its revocation) where the payer finds it, where its party lists it, and where people read it. */
export async function putAlias(world: World, alias: PartyAlias, at: number): Promise<void> {
  const body = { ...alias, at };
  const [before] = await world.table.get([aliasKey(alias)], { consistent: true });
  const moved = before !== undefined && before.body['party'] !== alias.party;
  await put(world, [
    { op: 'put', item: { ...aliasKey(alias), kind: 'alias', body, index: { lpk: aliasListKey, lsk: alias.id, state: alias.revoked ? 'revoked' : 'active' } }, when: 'any' },
    { op: 'put', item: { ...ownAliasKey(alias), kind: 'alias', body }, when: 'any' },
    ...(moved ? [{ op: 'delete' as const, key: { pk: partyPk(before.body['party'] as string), sk: `ALIAS#${alias.id}` }, when: 'any' as const }] : []),
  ]);
}

/** An alias by its id; undefined when there is none. */
export async function readAlias(world: World, id: string): Promise<(PartyAlias & { readonly at: number }) | undefined> {
  const page = await world.table.list(aliasListKey, { prefix: id, limit: 1 });
  const [entry] = page.entries;
  if (entry === undefined || entry.lsk !== id) return undefined;
  const [item] = await world.table.get([{ pk: entry.pk, sk: entry.sk }], { consistent: true });
  return item?.body as unknown as (PartyAlias & { readonly at: number }) | undefined;
}

/** Aliases by which payers may be found: by name and account, and all accounts of the parties given. */
export async function aliasesFor(world: World, payers: readonly Pick<PartyAlias, 'kind' | 'value'>[]): Promise<PartyAlias[]> {
  const keys = [...new Map(payers.filter((p) => foldAlias(p) !== '').map((p) => [aliasKey(p).pk, aliasKey(p)])).values()];
  return (await readItems(world, keys, true)).flatMap((item) => (item === undefined ? [] : [item.body as unknown as PartyAlias]));
}

/** Every alias of a party: its accounts tell a new one from a known one. */
export async function aliasesOf(world: World, party: string): Promise<PartyAlias[]> {
  const page = await world.table.query(partyPk(party), { prefix: 'ALIAS#', consistent: true });
  return page.items.map((item) => item.body as unknown as PartyAlias);
}
