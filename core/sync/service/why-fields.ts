import type { Sentence } from '../../model/error.ts';
import { partsOf } from '../../model/ids.ts';
import { jsonEqual } from '../../model/json.ts';
import { isoOf } from '../../model/time.ts';
import { familyOf } from '../../ports/mapping.ts';
import { type FieldPolicy, policyOf } from '../config.ts';
import type { Entity, GoldenField } from '../entity.ts';
import type { Assertion } from '../record.ts';
import type { WhyView } from '../views/why.ts';
import type { World } from '../world.ts';

type FieldView = WhyView['fields'][number];
type Claimant = FieldView['claimants'][number];

/** Each golden field with who says what, and why one of them won. */
export function whyFields(world: World, entity: Entity): FieldView[] {
  const names = new Set(Object.keys(entity.golden));
  for (const member of Object.values(entity.members)) for (const field of Object.keys(member.assertions)) names.add(field);
  return [...names].sort().map((field) => whyField(world, entity, field));
}

function whyField(world: World, entity: Entity, field: string): FieldView {
  const golden = entity.golden[field];
  const policy = policyOf(world.config, entity.type, field);
  const claimants = Object.entries(entity.members).flatMap(([ref, member]) => {
    const assertion = member.assertions[field];
    return assertion === undefined ? [] : [claimant(world, { ref, field, assertion, golden, policy, dead: member.dead === true })];
  });
  claimants.sort((a, b) => Number(b.wins) - Number(a.wins) || (a.at < b.at ? 1 : -1));
  return {
    field,
    value: golden?.value ?? null,
    rule: golden?.rule ?? 'none',
    reason: golden === undefined ? { en: 'nobody says anything', zh: '没有任何来源给出值' } : reasonOf(golden, policy, claimants.length),
    claimants,
  };
}

interface Voice {
  readonly ref: string;
  readonly field: string;
  readonly assertion: Assertion;
  readonly golden: GoldenField | undefined;
  readonly policy: FieldPolicy;
  readonly dead: boolean;
}

function claimant(world: World, voice: Voice): Claimant {
  const { ref, field, assertion, golden } = voice;
  const { connection, stream } = partsOf(ref);
  const mapping = world.mapping(connection, stream);
  const carried = mapping?.fields.has(familyOf(field).name) === true;
  const wins = golden?.ref === ref && golden.rule !== 'pin' && golden.rule !== 'freeze';
  const value = carried ? (assertion.to ?? mapping.canon(field, assertion.raw) ?? null) : null;
  return {
    record: ref,
    value,
    raw: assertion.raw,
    at: isoOf(assertion.stamp.at),
    mapping: mapping?.name ?? '',
    mappingVersion: mapping?.version ?? '',
    wins,
    reason: wins && golden !== undefined ? reasonOf(golden, voice.policy, 2) : lostBecause(voice, value, carried),
  };
}

function reasonOf(golden: GoldenField, policy: FieldPolicy, voices: number): Sentence {
  const { connection } = golden.ref.includes('/') ? partsOf(golden.ref) : { connection: golden.ref };
  const ranked = policy.by === 'rank' ? policy.connections : [];
  switch (golden.rule) {
    case 'pin':
      return { en: `pinned by ${golden.ref}`, zh: `由 ${golden.ref} 固定` };
    case 'freeze':
      return { en: 'frozen until it is approved', zh: '冻结，等待审批' };
    case 'rank':
      return ranked.length === 1
        ? { en: `${connection} owns this field`, zh: `此字段归 ${connection} 所有` }
        : { en: `${connection} ranks first of those that say anything`, zh: `${connection} 在有值的来源中排名最前` };
    case 'fallback':
      return { en: `none of ${ranked.join(', ')} says anything; the latest of the others`, zh: `${ranked.join('、')} 均无值；取其他来源中最新的` };
    case 'dead':
      return { en: 'the last word of a record that is gone', zh: '来自已删除记录的最后取值' };
    case 'latest':
      return voices > 1 ? { en: 'the latest edit', zh: '最新的修改' } : { en: 'the only one that says anything', zh: '唯一有值的来源' };
  }
}

function lostBecause({ golden, policy, dead, ref }: Voice, value: Claimant['value'], carried: boolean): Sentence {
  if (!carried) return { en: 'its mapping no longer carries the field', zh: '其映射已不再包含该字段' };
  if (golden === undefined || jsonEqual(value, golden.value)) return { en: 'says the same', zh: '取值相同' };
  if (dead) return { en: 'the record is gone', zh: '该记录已删除' };
  if (golden.rule === 'pin' || golden.rule === 'freeze') return { en: 'a person decided otherwise', zh: '人工另有决定' };
  const { connection } = partsOf(ref);
  if (policy.by === 'rank') {
    const [own, won] = [policy.connections.indexOf(connection), policy.connections.indexOf(golden.ref.split('/')[0] as string)];
    if (won >= 0 && (own < 0 || won < own)) return { en: `${golden.ref.split('/')[0]} ranks before ${connection}`, zh: `${golden.ref.split('/')[0]} 排名先于 ${connection}` };
  }
  return { en: 'there is a later edit', zh: '之后有更新的修改' };
}
