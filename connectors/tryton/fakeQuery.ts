import type { Json, JsonObject } from '../../core/model/json.ts';
import { comparable, defaults, isHidden, type Relation, type Row, relations, type Tables } from './fakeTables.ts';
import { type Stamp, stampFrom } from './values.ts';

/** Thrown for a field or model that does not exist; Tryton answers with the name in quotes. */
export class UnknownName extends Error {}

const builtIn: ReadonlySet<string> = new Set(['id', 'write_date', 'create_date', 'write_uid', 'create_uid']);

/** Rows of a model that a domain finds, in the asked order. */
export function search(tables: Tables, model: string, domain: Json, order: Json, archivedToo: boolean): readonly Row[] {
  if (defaults[model] === undefined) throw new UnknownName(model);
  const found = [...tables.of(model).values()].filter((row) => (archivedToo || !isHidden(row)) && holds(tables, model, row, domain));
  return sorted(found, order);
}

function sorted(rows: readonly Row[], order: Json): readonly Row[] {
  const keys = (Array.isArray(order) && order.length > 0 ? order : [['id', 'ASC']]) as readonly (readonly [string, string])[];
  return [...rows].sort((a, b) => {
    for (const [field, direction] of keys) {
      const by = compare(comparable(a[field]), comparable(b[field]));
      if (by !== 0) return direction.startsWith('DESC') ? -by : by;
    }
    return 0;
  });
}

function compare(a: ReturnType<typeof comparable>, b: ReturnType<typeof comparable>): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/** A domain is `[]`, a clause `[path, operator, value]`, or a list of domains joined by AND, or by OR when it begins with it. */
function holds(tables: Tables, model: string, row: Row, domain: Json): boolean {
  if (!Array.isArray(domain)) throw new UnknownName(String(domain));
  const [first] = domain;
  if (typeof first === 'string' && first !== 'OR' && first !== 'AND') return clause(tables, model, row, domain as [string, string, Json]);
  const parts = typeof first === 'string' ? domain.slice(1) : domain;
  const test = (part: Json) => holds(tables, model, row, part);
  return first === 'OR' ? parts.some(test) : parts.every(test);
}

function clause(tables: Tables, model: string, row: Row, [path, operator, value]: [string, string, Json]): boolean {
  const [head, ...rest] = path.split('.') as [string, ...string[]];
  const relation = relations[model]?.[head];
  if (rest.length > 0) {
    if (relation === undefined) throw new UnknownName(head);
    return related(tables, row, head, relation).some((other) => clause(tables, relation.to, other, [rest.join('.'), operator, value]));
  }
  return matches(comparable(stored(model, row, head)), operator, value);
}

function matches(have: ReturnType<typeof comparable>, operator: string, value: Json): boolean {
  if (operator === 'in') return Array.isArray(value) && value.some((v) => comparable(v) === have);
  const wanted = comparable(value);
  if (operator === '=') return have === wanted || (typeof wanted === 'boolean' && have === Number(wanted));
  if (operator === '!=') return have !== wanted;
  if (have === null || wanted === null) return false;
  if (operator === '>') return have > wanted;
  if (operator === '>=') return have >= wanted;
  if (operator === '<=') return have <= wanted;
  throw new UnknownName(operator);
}

function stored(model: string, row: Row, field: string): Json | undefined {
  if (!builtIn.has(field) && defaults[model]?.[field] === undefined) throw new UnknownName(field);
  return row[field];
}

function related(tables: Tables, row: Row, field: string, relation: Relation): readonly Row[] {
  const rows = tables.of(relation.to);
  if (relation.by === 'many') return [...rows.values()].filter((other) => other[relation.inverse] === row['id']);
  const value = row[field] ?? null;
  const ids: readonly Json[] = Array.isArray(value) ? value : [value];
  return ids.map((id) => rows.get(Number(id))).filter((found) => found !== undefined);
}

/** A row as `read` answers it: dotted names become nested rows under `<relation>.`. */
export function read(tables: Tables, model: string, row: Row, fields: readonly string[]): JsonObject {
  const answer: Record<string, Json> = { id: row['id'] ?? null };
  const nested = new Map<string, string[]>();
  for (const field of fields) {
    const dot = field.indexOf('.');
    if (dot < 0) answer[field] = field === '_timestamp' ? String(Math.floor(stampOf(row) / 1_000_000)) : (plain(tables, model, row, field) ?? null);
    else nested.set(field.slice(0, dot), [...(nested.get(field.slice(0, dot)) ?? []), field.slice(dot + 1)]);
  }
  for (const [name, inner] of nested) {
    const relation = relations[model]?.[name];
    if (relation === undefined) throw new UnknownName(name);
    const rows = related(tables, row, name, relation).map((other) => read(tables, relation.to, other, inner));
    answer[`${name}.`] = relation.by === 'one' ? (rows[0] ?? null) : rows;
  }
  return answer;
}

function plain(tables: Tables, model: string, row: Row, field: string): Json | undefined {
  const relation = relations[model]?.[field];
  if (relation?.by === 'many') return related(tables, row, field, relation).map((other) => other['id'] ?? null);
  return stored(model, row, field);
}

/** A stored row's newest stamp. */
export function stampOf(row: Row): Stamp {
  return stampFrom(row['write_date']) ?? stampFrom(row['create_date']) ?? 0;
}
