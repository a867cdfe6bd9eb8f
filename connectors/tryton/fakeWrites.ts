import type { Json, JsonObject } from '../../core/model/json.ts';
import { stampOf, UnknownName } from './fakeQuery.ts';
import { defaults, type Row, relations, type Tables } from './fakeTables.ts';

/** A refusal as Tryton answers it: `[name, arguments]`. */
export class Refusal extends Error {
  readonly answer: Json;

  constructor(name: 'UserError' | 'ConcurrencyException', message: string) {
    super(message);
    this.answer = name === 'UserError' ? [name, [message, '', null]] : [name, message];
  }
}

/** Creates, changes and deletes rows with their parts, as Tryton's `create`, `write` and `delete` do. Use inside a transaction. */
export class Writes {
  readonly #tables: Tables;
  readonly #uid: number;
  readonly #stamps: Map<string, Json | undefined>;

  /** `stamps`: the context's `_timestamp`, `model,id` → whole-second stamp; each is looked at once. */
  constructor(tables: Tables, uid: number, stamps: JsonObject = {}) {
    this.#tables = tables;
    this.#uid = uid;
    this.#stamps = new Map(Object.entries(stamps));
  }

  create(model: string, list: readonly Row[]): readonly number[] {
    return list.map((values) => {
      const { own, parts } = split(model, values);
      const id = this.#tables.insert(model, own, this.#uid);
      this.#validate(model, id);
      this.#parts(model, id, parts);
      return id;
    });
  }

  write(model: string, ids: readonly number[], values: Row): void {
    const { own, parts } = split(model, values);
    this.#check(model, ids);
    const gone = ids.filter((id) => !this.#tables.of(model).has(id));
    if (gone.length > 0) throw new Refusal('UserError', `You are trying to write to records "${gone.join(', ')}" of "${model}" that don't exist anymore.`);
    for (const id of ids) {
      this.#tables.update(model, id, own, this.#uid);
      this.#validate(model, id);
      this.#parts(model, id, parts);
    }
  }

  delete(model: string, ids: readonly number[]): void {
    this.#check(model, ids);
    for (const id of ids) {
      this.#tables.of(model).delete(id);
      for (const relation of Object.values(relations[model] ?? {})) {
        if (relation.by !== 'many') continue;
        for (const [part, row] of this.#tables.of(relation.to)) if (row[relation.inverse] === id) this.#tables.of(relation.to).delete(part);
      }
    }
  }

  /** The guard: the stamp that the caller saw must be the row's own. */
  #check(model: string, ids: readonly number[]): void {
    for (const id of ids) {
      const seen = this.#stamps.get(`${model},${id}`);
      this.#stamps.delete(`${model},${id}`);
      const row = this.#tables.of(model).get(id);
      if (typeof seen !== 'string' || row === undefined) continue;
      if (String(Math.floor(stampOf(row) / 1_000_000)) !== seen) throw new Refusal('ConcurrencyException', 'Records were modified in the meanwhile');
    }
  }

  #parts(model: string, id: number, parts: Row): void {
    for (const [field, commands] of Object.entries(parts)) {
      const relation = relations[model]?.[field];
      if (relation?.by !== 'many') continue;
      for (const [verb, first, second] of commands as readonly [string, Json, Json][]) {
        if (verb === 'create')
          this.create(
            relation.to,
            (first as Row[]).map((values) => ({ ...values, [relation.inverse]: id })),
          );
        else if (verb === 'write') this.write(relation.to, first as number[], second as Row);
        else if (verb === 'delete') this.delete(relation.to, first as number[]);
        else throw new UnknownName(verb);
      }
    }
  }

  #validate(model: string, id: number): void {
    if (model !== 'party.party') return;
    const rows = this.#tables.of(model);
    const row = rows.get(id);
    for (const other of rows.values()) {
      if (other !== row && other['code'] === row?.['code'] && row?.['code'] !== null) throw new Refusal('UserError', 'The code on party must be unique.');
    }
    const name = row?.['name'];
    if (typeof name === 'string' && name.includes('\n')) {
      throw new Refusal('UserError', `The value "${name}" for field "Name" in "Party" contains some invalid chars "'\\n'".`);
    }
  }
}

/** Own fields and one-to-many commands; flags become 1 and 0 as SQLite keeps them. */
function split(model: string, values: Row): { readonly own: Row; readonly parts: Row } {
  const own: Row = {};
  const parts: Row = {};
  for (const [field, value] of Object.entries(values)) {
    if (relations[model]?.[field]?.by === 'many') parts[field] = value;
    else if (defaults[model]?.[field] === undefined) throw new UnknownName(field);
    else own[field] = typeof value === 'boolean' ? Number(value) : value;
  }
  return { own, parts };
}
