import { emailParts } from '../../identity/normalise/email.ts';
import { entityIdFrom, type Ref } from '../../model/ids.ts';
import type { Json } from '../../model/json.ts';
import { canonicalType } from '../../model/types.ts';
import { familyOf } from '../../ports/mapping.ts';
import type { Entity } from '../entity.ts';
import { readEntity, readRecords } from '../store.ts';
import type { World } from '../world.ts';
import { erasedAmong } from './tombstone.ts';

/** Who is erased: everything that can lead to the person elsewhere in the table. Kept only while the erasure runs. */
export interface Subject {
  readonly entity: string;
  /** Ids that mean the person, redirects included, and those that a record of the person would found anew. */
  readonly ids: readonly string[];
  /** Names of the person's records. */
  readonly refs: readonly string[];
  /** Addresses and numbers, in every form that was stored. */
  readonly contacts: readonly string[];
  readonly names: readonly string[];
  /** E-mail addresses that are nobody else's: not those of a department or a company. */
  readonly mailboxes: readonly string[];
  /** Ids of others who were one with the person or were kept apart from them, as far as rows have told: what is told late of that time names nobody any more. */
  readonly parts?: readonly string[];
  /** Names of records that somebody said are not the person's, most of them when they were parted. */
  readonly apart?: readonly string[];
}

/** Texts shorter than this would be found in rows of others. */
const contactLengthMin = 6;

/** The person behind an entity, from the entity and from its records as they were last read. */
export async function subjectOf(world: World, entity: Entity): Promise<Subject> {
  const refs = Object.keys(entity.members);
  const records = (await readRecords(world, refs, true)).flatMap((found) => (found === undefined ? [] : [found.value]));
  const values: { readonly field: string; readonly value: Json }[] = [
    ...Object.entries(entity.golden).map(([field, { value }]) => ({ field, value: value as Json })),
    ...Object.values(entity.members).flatMap(({ assertions }) => Object.entries(assertions).map(([field, { raw }]) => ({ field, value: raw as Json }))),
    ...records.flatMap(({ assertions }) => Object.entries(assertions).map(([field, { raw }]) => ({ field, value: raw as Json }))),
  ];
  const { fields, letter } = canonicalType(entity.type);
  const founded = refs.map((ref) => entityIdFrom(world.table.workspace, letter, ref as Ref));
  const contacts = new Set<string>();
  const names = new Set<string>();
  const mailboxes = new Set<string>();
  for (const { field, value } of values) {
    const { name, element } = familyOf(field);
    const kind = fields[name]?.kind;
    const texts = [element, value].filter((text): text is string => typeof text === 'string' && text !== '');
    if (kind === 'email' || kind === 'phone') for (const text of texts) if (text.length >= contactLengthMin) contacts.add(text);
    if (kind === 'email') for (const text of texts) if (emailParts(text)?.shared === false) mailboxes.add(text);
    if (name === 'name' || name === 'familyName') for (const text of texts) names.add(text);
  }
  return {
    entity: entity.id,
    ids: [...new Set([entity.id, ...Object.values(entity.absorbed), ...founded])],
    refs,
    contacts: [...contacts],
    names: [...names],
    mailboxes: [...mailboxes],
    apart: apartFrom(entity, refs),
  };
}

/** Names of records that somebody said are not those of an entity with these. */
export function apartFrom({ cannotLink }: Entity, refs: readonly string[]): readonly string[] {
  const others = cannotLink.filter((pair) => pair.some((ref) => refs.includes(ref))).flatMap((pair) => pair.filter((ref) => !refs.includes(ref)));
  return [...new Set(others)];
}

/** True when the person has since been merged with somebody, or a record has joined, and none of the records was touched yet: they go one by one, each after its tombstone. */
export async function isCountedAnew(world: World, who: Subject): Promise<boolean> {
  const entity = (await readEntity(world, who.entity))?.value;
  if (entity === undefined) return false;
  const refs = Object.keys(entity.members);
  if (entity.id === who.entity && refs.every((ref) => who.refs.includes(ref))) return false;
  return (await erasedAmong(world, refs)).size === 0;
}

/** Both: what was known of the person, and what is known now. */
export function joinedSubject(before: Subject, now: Subject): Subject {
  const both = (of: (subject: Subject) => readonly string[]): string[] => [...new Set([...of(before), ...of(now)])];
  return {
    entity: now.entity,
    ids: both((s) => s.ids),
    refs: both((s) => s.refs),
    contacts: both((s) => s.contacts),
    names: both((s) => s.names),
    mailboxes: both((s) => s.mailboxes),
    parts: both((s) => s.parts ?? []),
    apart: both((s) => s.apart ?? []),
  };
}
