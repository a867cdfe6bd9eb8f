import { sha256Hex } from '../../core/model/hash.ts';
import type { Json } from '../../core/model/json.ts';
import { err, ok, type Result } from '../../core/model/result.ts';
import { canonicalType } from '../../core/model/types.ts';
import { suggest } from '../document/suggest.ts';
import { isBlank } from './blank.ts';
import { compileCel } from './cel/expression.ts';
import { parseMappingDocument } from './check/parse.ts';
import type { Complaint, DocumentProblem } from './check/problem.ts';
import type { MappingDocument } from './document.ts';
import { compileField, elementsKeyOf } from './field.ts';
import { complainer, type FieldPlan, planField } from './field-plan.ts';
import { checkField } from './field-rules.ts';
import { type CompiledMapping, mappingOf } from './mapping.ts';
import { type Path, parsePath } from './path.ts';
import { readerOf } from './path-read.ts';
import { type Draft, writeAt } from './path-write.ts';
import type { Surroundings } from './transform.ts';
import { dateFormats } from './transforms/date.ts';
import { isZone } from './transforms/zone.ts';

/** A document to compile, and what the connection declares for it. */
export interface MappingSource {
  readonly text: string;
  /** Name of the file for messages. */
  readonly file: string;
  /** ISO 3166 alpha-2 for national telephone numbers, unless the document names one. */
  readonly country?: string;
  /** IANA zone for times without one, unless the document names one. */
  readonly zone?: string;
  /** Version of the text that a person wrote, where this text was made from it; else this text's own. */
  readonly version?: string;
}

/** The version of a document: 12 hex digits of the hash of its text; line ends and a byte order mark do not count. */
export function mappingVersion(text: string): string {
  return sha256Hex(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')).slice(0, 12);
}

/** Checks and compiles a document. All mistakes are reported at once, each with its line. */
export function compileMapping(source: MappingSource): Result<CompiledMapping, readonly DocumentProblem[]> {
  const parsed = parseMappingDocument(source.text.replace(/^\uFEFF/, ''), source.file);
  if (!parsed.ok) return parsed;
  const { document, place } = parsed.value;
  const complaints: Complaint[] = [];
  const plans = plansOf(document, surroundingsOf(document, source, complaints), complaints);
  const when = document.when === undefined ? undefined : compileCel(document.when, 'record', 'bool');
  if (when !== undefined && !when.ok) complaints.push({ path: ['when'], code: 'MAPPING_WHEN', message: when.error });
  checkPathsOnce(plans, complaints);
  const users = usersOf(plans);
  const fields = plans.map((plan) => compileField(plan, users, complainer(plan.name, complaints)));
  const complete = completerOf(document, complaints);
  if (complaints.length > 0) return err(complaints.map(place).toSorted((a, b) => a.line - b.line || a.column - b.column));
  return ok(mappingOf({ document, version: source.version ?? mappingVersion(source.text), when: when?.ok ? when.value : undefined, fields, complete }));
}

function surroundingsOf(document: MappingDocument, source: MappingSource, complaints: Complaint[]): Surroundings {
  const defaults = document.defaults ?? {};
  const zone = defaults.zone ?? source.zone;
  const dates = defaults.dates ?? ['yyyy-MM-dd'];
  const formats = dateFormats(dates);
  if (!formats.ok) complaints.push({ path: ['defaults', 'dates'], code: 'MAPPING_VALUE', message: formats.error });
  if (defaults.zone !== undefined && !isZone(defaults.zone))
    complaints.push({
      path: ['defaults', 'zone'],
      code: 'MAPPING_VALUE',
      message: { en: `${defaults.zone} is no time zone; write e.g. Europe/Berlin`, zh: `${defaults.zone} 不是时区；请写如 Asia/Shanghai` },
    });
  return { country: defaults.country ?? source.country, zone, decimal: defaults.decimal ?? 'plain', dates, currency: defaults.currency, parts: 1, values: undefined };
}

function plansOf(document: MappingDocument, around: Surroundings, complaints: Complaint[]): readonly FieldPlan[] {
  const type = canonicalType(document.type);
  return Object.entries(document.fields).flatMap(([name, short]) => {
    const complain = complainer(name, complaints);
    const def = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (def === undefined) {
      const message = { en: `the type ${type.name} has no field ${name}`, zh: `类型 ${type.name} 没有字段 ${name}` };
      complaints.push({ path: ['fields', name], code: 'MAPPING_FIELD_UNKNOWN', message, suggestion: suggest(name, Object.keys(type.fields)) });
      return [];
    }
    const plan = planField(name, def, typeof short === 'string' ? { path: short } : short, around, complain);
    return plan !== undefined && checkField(plan, complain) ? [plan] : [];
  });
}

/** Two fields that are written to one path would overwrite each other. */
function checkPathsOnce(plans: readonly FieldPlan[], complaints: Complaint[]): void {
  const owners = new Map<string, string>();
  for (const plan of plans) {
    if (plan.direction === 'in') continue;
    for (const path of plan.paths) {
      const owner = owners.get(path.text);
      if (owner === undefined) owners.set(path.text, plan.name);
      else
        complaints.push({
          path: ['fields', plan.name, 'path'],
          code: 'MAPPING_PATH_TWICE',
          message: { en: `${owner} is written to ${path.text} too; one of them is direction: in`, zh: `${owner} 也写入 ${path.text}；其中一个应为 direction: in` },
        });
    }
  }
}

function usersOf(plans: readonly FieldPlan[]): ReadonlyMap<string, number> {
  const users = new Map<string, number>();
  for (const plan of plans) {
    for (const key of new Set(plan.paths.map(elementsKeyOf))) if (key !== undefined) users.set(key, (users.get(key) ?? 0) + 1);
  }
  return users;
}

function completerOf(document: MappingDocument, complaints: Complaint[]): (draft: Draft) => void {
  const constants: { readonly path: Path; readonly value: Json }[] = [];
  for (const [text, value] of Object.entries(document.create ?? {})) {
    const path = parsePath(text);
    if (path.ok) constants.push({ path: path.value, value: value as Json });
    else complaints.push({ path: ['create', text], code: 'MAPPING_CREATE', message: path.error });
  }
  return (draft) => {
    for (const { path, value } of constants) {
      if (isBlank(readerOf(path.steps)(draft))) writeAt(draft, undefined, path.steps, value, { extra: {}, removeWhenCleared: false });
    }
  };
}
