import { jsonEqual } from '../model/json.ts';
import { named, namedCopy } from '../model/named.ts';
import { type Canon, type FieldProblem, familyName, type Raw, type StreamMapping } from '../ports/mapping.ts';
import type { Entity } from './entity.ts';
import { equalRaw, fieldsOf } from './reading.ts';
import { type Cell, cellEmpty, type IntentField, type SourceRecord } from './record.ts';
import type { Stamp } from './stamp.ts';

/** What should be written into a record so that it says what golden says. */
export interface Desired {
  /** Fields to write, in vendor form; empty = nothing to do. */
  readonly fields: Readonly<Record<string, IntentField>>;
  /** Golden values that the mapping cannot express for this system. */
  readonly problems: readonly FieldProblem[];
}

/** Turns a golden reference into the vendor's id in the target; undefined while the parent has no link there. */
export type ResolveOut = (field: string, value: Canon) => Raw | undefined;

/** After this many acknowledged writes of one value that was each time undone, somebody's workflow fights back: the cell is parked. */
export const contestedAfterWrites = 4;

/** Compares golden with a record: skips what is frozen, not carried, or parked for this very value and mapping. */
export function desired(entity: Pick<Entity, 'golden' | 'freezes'>, rec: SourceRecord, mapping: StreamMapping, resolveOut: ResolveOut): Desired {
  const seen = fieldsOf(rec.snapshot, rec.held, mapping).fields;
  const fields = named<IntentField>();
  const problems: FieldProblem[] = [];
  const names = Object.keys(entity.golden);
  for (const field in rec.cells) if (entity.golden[field] === undefined) names.push(field);
  for (const field of names) {
    const def = mapping.fields.get(familyName(field));
    if (def === undefined || def.direction === 'in' || Object.hasOwn(entity.freezes, field)) continue;
    const cell = rec.cells[field] ?? cellEmpty;
    const golden = entity.golden[field];
    const next =
      probe(cell) ??
      (golden === undefined
        ? retract(field, cell, rec, seen[field] ?? null, mapping)
        : write(field, golden, cell, seen[field] ?? null, mapping, resolveOut, def.reference !== undefined, problems));
    if (next === undefined || isParked(cell, next.raw, mapping)) continue;
    fields[field] = next;
  }
  return { fields, problems };
}

/** A value in doubt is written again as it was sent, so that the answer tells whether it is a human's or the vendor's form; also where nobody stands for it any more, since only then it can be taken out. */
function probe({ doubt }: Cell): IntentField | undefined {
  return doubt === undefined ? undefined : { raw: doubt.sent, stamp: doubt.sentStamp, probe: true };
}

/** What we put there and nobody stands for any more, we take out. */
function retract(field: string, cell: Cell, rec: SourceRecord, seen: Raw, mapping: StreamMapping): IntentField | undefined {
  if (cell.stored === undefined || cell.stored === null || rec.assertions[field] !== undefined) return undefined;
  if (!mapping.equal(field, seen, cell.stored)) return undefined;
  return { raw: null, stamp: { at: cell.stamp.at + 1, ref: cell.stamp.ref } };
}

function write(
  field: string,
  golden: { readonly value: Canon; readonly stamp: Stamp },
  cell: Cell,
  seen: Raw,
  mapping: StreamMapping,
  resolveOut: ResolveOut,
  isReference: boolean,
  problems: FieldProblem[],
): IntentField | undefined {
  const out = isReference && golden.value !== null ? resolveOut(field, golden.value) : express(field, golden.value, mapping, problems);
  if (out === undefined) return undefined;
  if (equalRaw(field, seen, out, mapping)) return undefined;
  if (cell.sent !== undefined && cell.stored !== undefined && jsonEqual(cell.sent, out) && equalRaw(field, seen, cell.stored, mapping)) return undefined;
  return { raw: out, stamp: golden.stamp };
}

function express(field: string, value: Canon, mapping: StreamMapping, problems: FieldProblem[]): Raw | undefined {
  if (value === null) return null;
  const out = mapping.raw(field, value);
  if (out.ok) return out.raw;
  problems.push(out.problem);
  return undefined;
}

function isParked(cell: Cell, raw: Raw, mapping: StreamMapping): boolean {
  return cell.park !== undefined && cell.park.mapping === mapping.version && jsonEqual(cell.park.raw, raw);
}

/** Parks cells whose same value was acknowledged {@link contestedAfterWrites} times and still differs; returns the record and the parked fields. */
export function parkContested(
  rec: SourceRecord,
  fields: Readonly<Record<string, IntentField>>,
  mapping: StreamMapping,
): { readonly record: SourceRecord; readonly parked: readonly string[] } {
  const parked = Object.keys(fields).filter((f) => {
    const tries = rec.cells[f]?.tries;
    const want = fields[f] as IntentField;
    return tries !== undefined && tries.acked >= contestedAfterWrites && jsonEqual(tries.raw, want.raw) && tries.stamp.at === want.stamp.at && tries.stamp.ref === want.stamp.ref;
  });
  if (parked.length === 0) return { record: rec, parked };
  return { record: parkCells(rec, parked, fields, mapping, 'contested'), parked };
}

/** Marks cells so that the same value is not sent again until golden, the mapping or a person changes that. */
export function parkCells(
  rec: SourceRecord,
  names: readonly string[],
  fields: Readonly<Record<string, IntentField>>,
  mapping: StreamMapping,
  why: 'refused' | 'contested',
  message?: string,
): SourceRecord {
  const cells = namedCopy(rec.cells);
  for (const field of names) {
    const raw = fields[field]?.raw ?? null;
    cells[field] = { ...(cells[field] ?? cellEmpty), park: { raw, mapping: mapping.version, why, ...(message === undefined ? {} : { message }) } };
  }
  return { ...rec, cells };
}
