import { partsOf } from '../../model/ids.ts';
import { isoOf } from '../../model/time.ts';
import { canonicalType } from '../../model/types.ts';
import { familyOf } from '../../ports/mapping.ts';
import { policyOf } from '../config.ts';
import type { Entity } from '../entity.ts';
import { surviveContext } from '../recompute.ts';
import type { Assertion, SourceRecord } from '../record.ts';
import type { WhyView } from '../views/why.ts';
import type { World } from '../world.ts';
import { lossReason, type Voice, winReason } from './why-reasons.ts';

type Field = WhyView['fields'][number];
type Claimant = Field['claimants'][number];

/** Every field with everybody's value: what won, by which rule, and why the others did not. */
export async function whyFields(world: World, entity: Entity, records: ReadonlyMap<string, SourceRecord>): Promise<Field[]> {
  const authors = await authorsOf(world, records);
  return fieldNames(entity).map((field) => whyField(world, entity, field, authors));
}

/** In the order of the type; elements of a set by their text. */
function fieldNames(entity: Entity): string[] {
  const names = new Set(Object.keys(entity.golden));
  for (const member of Object.values(entity.members)) for (const field of Object.keys(member.assertions)) names.add(field);
  const order = Object.keys(canonicalType(entity.type).fields);
  const place = (field: string): number => order.indexOf(familyOf(field).name);
  return [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

function whyField(world: World, entity: Entity, field: string, authors: ReadonlyMap<string, Author>): Field {
  const golden = entity.golden[field];
  const policy = policyOf(world.config, entity.type, field);
  const spoken = spokenOn(world, entity, field);
  const reason = golden === undefined ? { en: 'Nobody says anything that can be read.', zh: '没有可识别的取值。' } : winReason(spoken, golden, policy, entity.freezes[field]?.by);
  const claimants = spoken.map((voice) => {
    const wins = golden?.ref === voice.ref && golden.rule !== 'pin' && golden.rule !== 'freeze';
    return claimantOf(world, voice, { wins, reason: wins ? reason : lossReason(voice, golden, policy), by: authorOf(authors.get(voice.ref), voice.assertion) });
  });
  claimants.sort((a, b) => Number(b.wins) - Number(a.wins) || (a.at < b.at ? 1 : -1));
  const isOnly = golden?.rule === 'latest' && claimants.length === 1;
  return { field, value: golden?.value ?? null, rule: golden === undefined ? 'none' : isOnly ? 'only' : golden.rule, reason, claimants };
}

type Spoken = Voice & { readonly assertion: Assertion };

function spokenOn(world: World, entity: Entity, field: string): Spoken[] {
  const ctx = surviveContext(world, entity.type);
  return Object.entries(entity.members).flatMap(([ref, member]): Spoken[] => {
    const assertion = member.assertions[field];
    if (assertion === undefined) return [];
    const value = ctx.canonOf(ref, field, assertion);
    return [{ ref, isDead: member.dead === true, value, yields: value === null && ctx.clears(ref, field) === 'yield', assertion }];
  });
}

function claimantOf(world: World, { ref, value, assertion }: Spoken, verdict: Pick<Claimant, 'wins' | 'reason' | 'by'>): Claimant {
  const { connection, stream } = partsOf(ref);
  const mapping = world.mapping(connection, stream);
  return {
    record: ref,
    value: value ?? null,
    raw: assertion.raw,
    at: isoOf(assertion.stamp.at),
    mapping: mapping?.name ?? '',
    mappingVersion: mapping?.version ?? '',
    ...verdict,
  };
}

/** Who last changed a record, when its system says so, and the newest stamp that this explains. */
interface Author {
  readonly by: string;
  readonly newest: number;
}

async function authorsOf(world: World, records: ReadonlyMap<string, SourceRecord>): Promise<Map<string, Author>> {
  const found = new Map<string, Author>();
  for (const [ref, record] of records) {
    const { connection, stream } = partsOf(ref);
    if (world.mapping(connection, stream) === undefined) continue;
    const by = (await world.stream(connection, stream)).changedBy?.(record.snapshot);
    const newest = Math.max(0, ...Object.values(record.assertions).map((a) => a.stamp.at));
    if (by !== undefined) found.set(ref, { by, newest });
  }
  return found;
}

/** A system names only the author of the last change: older values stay without one. */
function authorOf(author: Author | undefined, assertion: Assertion): string | undefined {
  return author !== undefined && assertion.stamp.at === author.newest ? author.by : undefined;
}
