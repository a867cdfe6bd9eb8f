import type { Sentence } from '../../model/error.ts';
import { partsOf } from '../../model/ids.ts';
import { jsonEqual } from '../../model/json.ts';
import type { Canon } from '../../ports/mapping.ts';
import type { FieldPolicy } from '../config.ts';
import type { GoldenField } from '../entity.ts';

/** A record's word on a field. */
export interface Voice {
  readonly ref: string;
  readonly isDead: boolean;
  /** Undefined when the mapping cannot read it any more. */
  readonly value: Canon | undefined;
  /** Empty, and empty leaves it to others. */
  readonly yields: boolean;
}

/** Why the golden value is what it is. */
export function winReason(voices: readonly Voice[], golden: GoldenField, policy: FieldPolicy, frozenBy = 'a person'): Sentence {
  const from = golden.ref.includes('/') ? partsOf(golden.ref).connection : golden.ref;
  switch (golden.rule) {
    case 'pin':
      return { en: `${golden.ref} set it above all systems.`, zh: `由 ${golden.ref} 指定，优先于所有系统。` };
    case 'freeze':
      return { en: `Frozen by ${frozenBy}: it waits for an approval.`, zh: `由 ${frozenBy} 冻结，等待审批。` };
    case 'dead':
      return { en: `The last value before its record was deleted in ${from}; nobody else has one.`, zh: `取自 ${from} 中已删除记录的最后取值，其他来源均无值。` };
    case 'rank':
      return policy.by === 'rank' && policy.connections.length > 1
        ? {
            en: `${from} ranks first of those that have a value (${policy.connections.join(' > ')}).`,
            zh: `在有值的来源中 ${from} 排名最高（${policy.connections.join(' > ')}）。`,
          }
        : { en: `${from} owns this field.`, zh: `该字段由 ${from} 主导。` };
    case 'fallback':
      return policy.by === 'rank'
        ? { en: `${policy.connections.join(', ')} says nothing, so the latest of the others counts.`, zh: `${policy.connections.join('、')} 没有值，取其他来源中最新的。` }
        : { en: 'The latest value.', zh: '最新的取值。' };
    case 'latest':
      return latestReason(voices, golden, from);
  }
}

function latestReason(voices: readonly Voice[], golden: GoldenField, from: string): Sentence {
  const speaking = voices.filter((v) => !v.isDead && v.value !== undefined && !v.yields);
  if (speaking.length <= 1) return { en: `Only ${from} says something.`, zh: `仅 ${from} 有值。` };
  const names = [...new Set(speaking.map((v) => partsOf(v.ref).connection))].sort();
  if (speaking.every((v) => jsonEqual(v.value, golden.value)))
    return { en: `${names.join(' and ')} ${names.length === 1 ? 'says it in all its records' : 'say the same'}.`, zh: `${names.join('、')} 取值一致。` };
  return { en: `${from} changed it last.`, zh: `${from} 最后修改。` };
}

/** Why a record's value is not golden. */
export function lossReason(voice: Voice, golden: GoldenField | undefined, policy: FieldPolicy): Sentence {
  const { connection } = partsOf(voice.ref);
  if (voice.value === undefined) return { en: 'The mapping cannot read this value any more, so it does not count.', zh: '当前映射无法识别该值，不参与比较。' };
  if (voice.isDead) return { en: `Its record was deleted in ${connection}.`, zh: `该记录已在 ${connection} 中删除。` };
  if (golden !== undefined && jsonEqual(golden.value, voice.value)) return { en: 'Says the same.', zh: '取值相同。' };
  if (voice.yields) return { en: 'Empty there, which leaves the field to others.', zh: '此处为空，由其他来源决定。' };
  if (golden === undefined) return { en: 'Does not count.', zh: '不参与比较。' };
  if (golden.rule === 'pin') return { en: `${golden.ref} set another value above all systems.`, zh: `${golden.ref} 已指定其他取值。` };
  if (golden.rule === 'freeze') return { en: 'The field is frozen until an approval.', zh: '该字段已冻结，等待审批。' };
  const winner = golden.ref.includes('/') ? partsOf(golden.ref).connection : golden.ref;
  if (policy.by === 'rank' && rankOf(policy, winner) < rankOf(policy, connection)) {
    return policy.connections.length === 1
      ? { en: `${winner} owns this field.`, zh: `该字段由 ${winner} 主导。` }
      : { en: `${winner} ranks above ${connection}.`, zh: `${winner} 的排名高于 ${connection}。` };
  }
  return winner === connection
    ? { en: `Another record of ${winner} was changed later.`, zh: `${winner} 的另一条记录修改时间更晚。` }
    : { en: `${winner} changed it later.`, zh: `${winner} 修改时间更晚。` };
}

function rankOf(policy: Extract<FieldPolicy, { by: 'rank' }>, connection: string): number {
  const at = policy.connections.indexOf(connection);
  return at < 0 ? policy.connections.length : at;
}
