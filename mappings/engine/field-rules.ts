import type { Complain, FieldPlan } from './field-plan.ts';

/** One rule about a field: true when it is broken. */
interface Rule {
  readonly key?: string;
  readonly code: string;
  readonly broken: (plan: FieldPlan) => boolean;
  readonly en: (plan: FieldPlan) => string;
  readonly zh: (plan: FieldPlan) => string;
}

const isSet = (plan: FieldPlan) => plan.def.set === true;
const isWritten = (plan: FieldPlan) => plan.direction !== 'in';
const turns = (plan: FieldPlan) => plan.paths.some((path) => path.steps.filter((step) => step.by !== 'key').length > 1);

const rules: readonly Rule[] = [
  {
    code: 'MAPPING_SOURCE',
    broken: ({ long }) => [long.path, long.coalesce].filter((source) => source !== undefined).length + (long.cel === undefined ? 0 : 1) === 0,
    en: () => 'say where the value is: path, coalesce or cel',
    zh: () => '请说明值的来源：path、coalesce 或 cel',
  },
  {
    key: 'coalesce',
    code: 'MAPPING_SOURCE',
    broken: ({ long }) => long.path !== undefined && long.coalesce !== undefined,
    en: () => 'path and coalesce exclude each other',
    zh: () => 'path 与 coalesce 不能同时使用',
  },
  {
    key: 'coalesce',
    code: 'MAPPING_SOURCE',
    broken: (plan) => isSet(plan) && plan.long.coalesce !== undefined,
    en: ({ name }) => `${name} is a set: give all its columns as path`,
    zh: ({ name }) => `${name} 是集合：请用 path 列出全部列`,
  },
  {
    key: 'split',
    code: 'MAPPING_SET',
    broken: (plan) => !isSet(plan) && plan.long.split !== undefined,
    en: ({ name }) => `${name} holds one value; split is for sets`,
    zh: ({ name }) => `${name} 是单值字段；split 仅用于集合`,
  },
  {
    key: 'default',
    code: 'MAPPING_SET',
    broken: (plan) => isSet(plan) && plan.long.default !== undefined,
    en: () => 'a set has no default: empty is a value of it',
    zh: () => '集合没有默认值：空也是它的一种取值',
  },
  {
    key: 'path',
    code: 'MAPPING_PARTS',
    broken: (plan) => !isSet(plan) && plan.long.coalesce === undefined && plan.paths.length > 1 && !plan.chain.takesParts,
    en: () => 'several paths need a first transform that joins them: concat or money; for the first that has a value write coalesce: […]',
    zh: () => '多个路径需要首个转换将其合并：concat 或 money；若取第一个有值的路径，请写 coalesce: […]',
  },
  {
    key: 'reference',
    code: 'MAPPING_REFERENCE',
    broken: ({ def, long }) => def.kind !== 'ref' && long.reference !== undefined,
    en: ({ name }) => `${name} does not name another record`,
    zh: ({ name }) => `${name} 不引用其他记录`,
  },
  {
    code: 'MAPPING_REFERENCE',
    broken: ({ def, long }) => def.kind === 'ref' && long.reference === undefined,
    en: ({ name, def }) => `${name} names a record (${def.to}): say of which stream, reference: <stream>`,
    zh: ({ name, def }) => `${name} 引用另一条记录（${def.to}）：请写明所属的流，reference: <stream>`,
  },
  {
    key: 'celOut',
    code: 'MAPPING_CEL',
    broken: ({ long, paths }) => long.celOut !== undefined && (long.cel === undefined || paths.length === 0),
    en: () => 'celOut is the way back of a cel that has a path',
    zh: () => 'celOut 是带路径的 cel 的反向表达式',
  },
  {
    code: 'MAPPING_ONE_WAY',
    broken: (plan) => isWritten(plan) && (plan.chain.out === undefined || plan.paths.length === 0),
    en: ({ chain }) => `${chain.oneWay ?? 'cel'} has no way back: write direction: in`,
    zh: ({ chain }) => `${chain.oneWay ?? 'cel'} 无法反向转换：请写 direction: in`,
  },
  {
    key: 'path',
    code: 'MAPPING_PATH',
    broken: (plan) => isWritten(plan) && turns(plan),
    en: () => 'a path through two lists can only be read: write direction: in',
    zh: () => '经过两个列表的路径只能读取：请写 direction: in',
  },
];

/** Checks a field against every rule; true when all hold. */
export function checkField(plan: FieldPlan, complain: Complain): boolean {
  const broken = rules.filter((rule) => rule.broken(plan));
  for (const rule of broken) complain(rule.key, rule.code, { en: rule.en(plan), zh: rule.zh(plan) });
  return broken.length === 0;
}
