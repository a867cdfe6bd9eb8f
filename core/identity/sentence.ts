import type { Sentence } from '../model/error.ts';
import type { EvidenceTerm } from './resolver.ts';

const chineseFields: Readonly<Record<string, string>> = {
  claim: '登记号码',
  name: '名称',
  given: '名',
  family: '姓',
  order: '姓名顺序',
  names: '姓名',
  household: '同一住户',
  question: '存疑',
  generation: '辈分',
  birthday: '生日',
  email: '邮箱',
  phone: '电话',
  identifier: '证件号码',
  street: '街道',
  place: '地点',
  town: '城镇',
  domain: '域名',
  form: '企业类型',
  number: '编号',
  region: '地区',
  sex: '性别',
  birthPlace: '出生地',
  occupation: '职业',
};

const rules: Readonly<Record<string, Sentence>> = {
  'same-claim': { en: 'Same company: a validated registration number agrees', zh: '同一企业：经校验的登记号码一致' },
  'different-claim': { en: 'Not the same: validated registration numbers differ', zh: '不是同一企业：经校验的登记号码不同' },
  'different-kind': { en: 'Not the same: a person is never an organisation', zh: '不是同一对象：个人与组织不会合并' },
  'different-generation': { en: 'Not the same: junior and senior of one name', zh: '不是同一人：同名的父辈与子辈' },
  'different-number': { en: 'Not the same: two companies of one series, told apart by their number', zh: '不是同一企业：同系列公司，编号不同' },
  'cannot-link': { en: 'Not the same: a person said so', zh: '不是同一对象：已由人工确认' },
  'same-source': { en: 'Kept apart: one source lists both as separate records', zh: '保持分开：同一来源将其列为两条记录' },
  score: { en: 'By points', zh: '按评分' },
};

/** Says in both languages why two records were taken for one or not. */
export function explain(found: { readonly terms: readonly EvidenceTerm[]; readonly total: number; readonly rule: string }): Sentence {
  const rule = rules[found.rule] ?? (rules['score'] as Sentence);
  const strongest = found.terms.toSorted((a, b) => Math.abs(b.bits) - Math.abs(a.bits)).slice(0, 4);
  const points = found.total.toFixed(1);
  const en = strongest.map((t) => `${t.field} ${t.level} (${signed(t.bits)})`).join(', ');
  const zh = strongest.map((t) => `${chineseFields[t.field] ?? t.field}${t.bits >= 0 ? '支持' : '反对'}（${signed(t.bits)}）`).join('，');
  return { en: `${rule.en}${en === '' ? '' : `: ${en}`}; total ${points} bits.`, zh: `${rule.zh}${zh === '' ? '' : `：${zh}`}；合计 ${points} 比特。` };
}

function signed(bits: number): string {
  return `${bits >= 0 ? '+' : '−'}${Math.abs(bits).toFixed(1)}`;
}
