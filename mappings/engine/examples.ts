import type { Sentence } from '../../core/model/error.ts';
import { type Json, type JsonObject, jsonEqual } from '../../core/model/json.ts';
import { canonicalType } from '../../core/model/types.ts';
import type { Raw } from '../../core/ports/mapping.ts';
import { isBlank } from './blank.ts';
import type { ExampleDocument } from './document.ts';
import type { CompiledMapping } from './mapping.ts';

/** What an example expected and what came. */
interface ExampleDifference {
  /** Canonical field, `accepts`, `problems` or `back`. */
  readonly field: string;
  readonly expected: Json;
  readonly got: Json;
  readonly message: Sentence;
}

/** The outcome of one example of a document. */
export interface ExampleResult {
  readonly title: string;
  readonly passed: boolean;
  readonly differences: readonly ExampleDifference[];
}

type Canonical = Readonly<Record<string, Json>>;

/** All canonical values of a record, sets as sorted lists: what people see when they ask how a record is understood. */
export function canonicalRecord(mapping: CompiledMapping, record: JsonObject): Canonical {
  const seen = mapping.read(record).fields;
  const canonical: Record<string, Json> = {};
  for (const info of mapping.fields.values()) {
    const prefix = `${info.name}:`;
    if (!info.set) canonical[info.name] = Object.hasOwn(seen, info.name) ? mapping.canon(info.name, seen[info.name] as Raw) : null;
    else
      canonical[info.name] = Object.keys(seen)
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
        .toSorted();
  }
  return canonical;
}

/** The vendor record that is written when canonical values are delivered to a new record; a problem where a value cannot be written. */
export function vendorRecord(mapping: CompiledMapping, canonical: Canonical): { readonly record: JsonObject; readonly problems: readonly string[] } {
  const changes: Record<string, Raw> = {};
  const problems: string[] = [];
  const deliver = (name: string, value: Json) => {
    const written = mapping.raw(name, value);
    if (written.ok) changes[name] = written.raw;
    else problems.push(name);
  };
  for (const [name, value] of Object.entries(canonical)) {
    const info = mapping.fields.get(name);
    if (info === undefined || info.direction === 'in') continue;
    if (info.set) for (const element of listOf(value)) deliver(`${name}:${element}`, true);
    else if (!isBlank(value)) deliver(name, value);
  }
  return { record: mapping.patch(changes, undefined), problems };
}

const listOf = (value: Json): readonly string[] => (Array.isArray(value) ? (value as readonly Json[]).map(String) : isBlank(value) ? [] : [String(value)]);
const comparable = (value: Json, isSet: boolean): Json => (isSet ? listOf(value).toSorted() : isBlank(value) ? null : value);

function difference(field: string, expected: Json, got: Json): ExampleDifference {
  const [en, zh] = [JSON.stringify(expected), JSON.stringify(got)];
  return { field, expected, got, message: { en: `${field}: expected ${en}, got ${zh}`, zh: `${field}：期望 ${en}，实际 ${zh}` } };
}

function unknownField(mapping: CompiledMapping, name: string): ExampleDifference {
  const known = Object.hasOwn(canonicalType(mapping.type).fields, name);
  const message = known
    ? { en: `${name} is not in this document`, zh: `本文档没有字段 ${name}` }
    : { en: `the type ${mapping.type} has no field ${name}`, zh: `类型 ${mapping.type} 没有字段 ${name}` };
  return { field: name, expected: null, got: null, message };
}

function differencesOf(mapping: CompiledMapping, example: ExampleDocument): readonly ExampleDifference[] {
  const given = example.given as JsonObject;
  const accepted = mapping.accepts(given);
  if (accepted !== (example.accepts ?? true)) return [difference('accepts', example.accepts ?? true, accepted)];
  const found: ExampleDifference[] = [];
  const canonical = canonicalRecord(mapping, given);
  const expected = (example.expect ?? {}) as Canonical;
  for (const [name, value] of Object.entries(expected)) {
    const info = mapping.fields.get(name);
    if (info === undefined) found.push(unknownField(mapping, name));
    else if (!jsonEqual(comparable(value, info.set), comparable(canonical[name] as Json, info.set))) found.push(difference(name, value, canonical[name] as Json));
  }
  const refused = [...new Set(mapping.read(given).problems.map((problem) => problem.field))].toSorted();
  const wanted = (example.problems ?? []).toSorted();
  if (!jsonEqual(refused, wanted)) found.push(difference('problems', wanted, refused));
  if (example.back !== undefined) {
    const { record, problems } = vendorRecord(mapping, expected);
    if (!jsonEqual(record, example.back as JsonObject) || problems.length > 0) found.push(difference('back', example.back as JsonObject, record));
  }
  return found;
}

/** Runs the examples of a document. */
export function testMapping(mapping: CompiledMapping): readonly ExampleResult[] {
  return (mapping.document.examples ?? []).map((example, i) => {
    const differences = differencesOf(mapping, example);
    return { title: example.title ?? `example ${i + 1}`, passed: differences.length === 0, differences };
  });
}
